using BenchmarkDotNet.Attributes;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Bench;

/// <summary>Lines of nginx's error log, taken apart.</summary>
[MemoryDiagnoser]
public class ErrorLogReading
{
    readonly string[] _lines = Lines.OfErrorLog(1000);

    [Benchmark]
    public int Thousand_lines() => _lines.Count(line => ErrorLine.Read(line) is not null);
}
