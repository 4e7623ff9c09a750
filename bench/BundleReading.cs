using System.Text;
using BenchmarkDotNet.Attributes;
using ChatOps502.Probes;
using ChatOps502.Probes.Collection;

namespace ChatOps502.Bench;

/// <summary>The answer of a host whose error log is full, as it streams in.</summary>
[MemoryDiagnoser]
public class BundleReading
{
    const string Boundary = "C5021f0e7d";
    const int Piece = 16 << 10;
    readonly ProbeBundle _bundle = ProbeBundle.Compile(
        ProbeCatalog.All,
        new(TimeSpan.FromMinutes(15)),
        Boundary
    );
    byte[] _answer = [];

    [Params(100, 2500)]
    public int ErrorLines { get; set; }

    [GlobalSetup]
    public void Record()
    {
        var log = string.Concat(Lines.OfErrorLog(ErrorLines).Select(line => $">{line}\n"));
        var sections = ProbeCatalog.All.Select(probe =>
            Section(probe.Name, probe.Name == "nginx.error-log" ? log : "")
        );
        _answer = Encoding.UTF8.GetBytes(string.Concat(sections) + $"\n{Boundary} end\n");
    }

    [Benchmark]
    public FactSheet Read()
    {
        var reader = new BundleReader(_bundle, () => TimeSpan.Zero);
        for (var at = 0; at < _answer.Length; at += Piece)
            reader.Feed(_answer.AsSpan(at, Math.Min(Piece, _answer.Length - at)));
        return reader.Facts;
    }

    static string Section(string probe, string text) =>
        $"\n{Boundary} begin {probe}\n{text}\n{Boundary} rc 0\n";
}
