using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Collection;

/// <summary>Takes the output of a bundle as it streams in and turns each finished section into facts.</summary>
/// <param name="bundle">The script that is running.</param>
/// <param name="elapsed">Time since the start of the check, for the durations.</param>
public sealed class BundleReader(ProbeBundle bundle, Func<TimeSpan> elapsed)
{
    readonly FrameBuffer _frames = new(bundle.Boundary);
    readonly HashSet<string> _answered = [];
    string? _open;
    TimeSpan _since;

    public FactSheet Facts { get; } = new();

    /// <summary>True when the closing frame arrived: nothing is missing at the end.</summary>
    public bool Complete { get; private set; }

    /// <summary>Bytes as they came; returns the probes that finished with them.</summary>
    public IReadOnlyList<ProbeOutcome> Feed(ReadOnlySpan<byte> bytes)
    {
        _frames.Add(bytes);
        var finished = new List<ProbeOutcome>();
        while (_frames.Take() is { } frame)
        {
            if (frame.Word == "begin")
                (_open, _since) = (frame.Argument, elapsed());
            else if (
                frame.Word == "rc"
                && _open is { } probe
                && Finish(probe, frame.Argument, frame.Before) is { } outcome
            )
                finished.Add(outcome);
            else if (frame.Word == "end")
                Complete = true;
        }
        return finished;
    }

    /// <summary>Every probe that never answered, with the reason the connection gave.</summary>
    public void Close(string why)
    {
        foreach (var probe in bundle.Probes.Where(p => Facts.Outcomes.All(o => o.Probe != p.Name)))
            Facts.Add(new(probe.Name, false, TimeSpan.Zero, why, false, []), "", null);
    }

    /// <returns>Null for what is not looked at: the second answer to one question, and answers that nobody asked for
    /// after the first.</returns>
    ProbeOutcome? Finish(string name, string rc, byte[] bytes)
    {
        _open = null;
        var probe = bundle.Probes.FirstOrDefault(p => p.Name == name);
        if (!_answered.Add(probe?.Name ?? ""))
            return null;
        return probe is null ? Unasked(name) : Read(probe, int.TryParse(rc, out var code) ? code : 1, bytes);
    }

    ProbeOutcome Read(Probe probe, int exit, byte[] bytes)
    {
        var section = Section.Decode(probe.Name, exit, bytes, probe.MaxBytes);
        var (fact, error) = SectionReader.Read(probe, section, Facts);
        if (exit is 124 or 143)
            error ??= $"stopped after {probe.Limit.TotalSeconds:0} s";
        var outcome = new ProbeOutcome(
            probe.Name,
            error is null,
            elapsed() - _since,
            error,
            section.Truncated,
            section.Unreadable
        );
        Facts.Add(outcome, section.Text, fact);
        return outcome;
    }

    ProbeOutcome Unasked(string name)
    {
        var outcome = new ProbeOutcome(
            Harmless.Text(name),
            false,
            elapsed() - _since,
            "the host answers what it was not asked",
            false,
            []
        );
        Facts.Add(outcome, "", null);
        return outcome;
    }
}
