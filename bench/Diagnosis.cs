using BenchmarkDotNet.Attributes;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bench;

/// <summary>From pasted error-log lines to a verdict: reading, every cause weighed, words.</summary>
[MemoryDiagnoser]
public class Diagnosis
{
    static readonly DateTimeOffset At = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    string _log = "";

    [Params(10, 1000)]
    public int ErrorLines { get; set; }

    [GlobalSetup]
    public void Paste() => _log = string.Join('\n', Lines.OfErrorLog(ErrorLines));

    [Benchmark]
    public Verdict? Judge() => PastedEvidence.Judge("paste", _log, At).Verdict;
}
