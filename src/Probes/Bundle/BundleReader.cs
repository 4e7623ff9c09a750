using System.Globalization;
using System.Text;

namespace ChatOps502.Probes.Bundle;

/// <summary>Takes the output of a bundle as it streams in and turns each finished section into facts.</summary>
/// <param name="bundle">The script that is running.</param>
/// <param name="elapsed">Time since the start of the check, for the durations.</param>
public sealed class BundleReader(ProbeBundle bundle, Func<TimeSpan> elapsed)
{
    readonly byte[] _mark = Encoding.ASCII.GetBytes("\n" + bundle.Boundary + " ");
    readonly MemoryStream _pending = new();
    string? _open;
    TimeSpan _since;

    public FactSheet Facts { get; } = new();

    /// <summary>True when the closing frame arrived: nothing is missing at the end.</summary>
    public bool Complete { get; private set; }

    /// <summary>Bytes as they came; returns the probes that finished with them.</summary>
    public IReadOnlyList<ProbeOutcome> Feed(ReadOnlySpan<byte> bytes)
    {
        _pending.Write(bytes);
        var finished = new List<ProbeOutcome>();
        while (TakeFrame(out var before, out var word, out var argument))
        {
            if (word == "begin") (_open, _since) = (argument, elapsed());
            else if (word == "rc" && _open is { } probe) finished.Add(Finish(probe, argument, before));
            else if (word == "end") Complete = true;
        }
        return finished;
    }

    /// <summary>Every probe that never answered, with the reason the connection gave.</summary>
    public void Close(string why)
    {
        foreach (var probe in bundle.Probes.Where(p => Facts.Outcomes.All(o => o.Probe != p.Name)))
            Facts.Add(new(probe.Name, false, TimeSpan.Zero, why, false, []), "", null);
    }

    ProbeOutcome Finish(string name, string rc, byte[] bytes)
    {
        _open = null;
        var probe = bundle.Probes.First(p => p.Name == name);
        var exit = int.TryParse(rc, CultureInfo.InvariantCulture, out var code) ? code : 1;
        var section = Section.Of(name, exit, bytes, probe.MaxBytes);
        var (fact, error) = Parse(probe, section);
        if (exit is 124 or 143) error ??= $"stopped after {probe.Limit.TotalSeconds:0} s";
        var outcome = new ProbeOutcome(name, error is null, elapsed() - _since, error, section.Truncated, section.Gaps);
        Facts.Add(outcome, section.Text, fact);
        return outcome;
    }

    (object? Fact, string? Error) Parse(Probe probe, Section section)
    {
        try
        {
            return (probe.Read(section, Facts), null);
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or ArgumentException or OverflowException or InvalidOperationException or KeyNotFoundException)
        {
            return (null, $"could not read the answer of {probe.Name}: {e.Message}");
        }
    }

    bool TakeFrame(out byte[] before, out string word, out string argument)
    {
        (before, word, argument) = ([], "", "");
        var data = _pending.GetBuffer().AsSpan(0, (int)_pending.Length);
        var at = data.IndexOf(_mark);
        if (at < 0) return false;
        var rest = data[(at + _mark.Length)..];
        var end = rest.IndexOf((byte)'\n');
        if (end < 0) return false;
        before = data[..at].ToArray();
        var words = Encoding.ASCII.GetString(rest[..end]).Split(' ', 2);
        (word, argument) = (words[0], words.ElementAtOrDefault(1) ?? "");
        var keep = rest[end..].ToArray();      // with its newline: the next frame may start there
        _pending.SetLength(0);
        _pending.Write(keep);
        return true;
    }
}
