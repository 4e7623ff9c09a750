using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Collection;

/// <summary>Takes the output of a bundle as it streams in and turns each finished section into facts.</summary>
/// <param name="bundle">The script that is running.</param>
/// <param name="elapsed">Time since the start of the check, for the durations.</param>
public sealed class BundleReader(ProbeBundle bundle, Func<TimeSpan> elapsed)
{
    /// <summary>How exactly the host keeps time.</summary>
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    const string Stopped = "124";
    const string Cut = "141";

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
            if (Follow(frame) is { } outcome)
                finished.Add(outcome);
        return finished;
    }

    /// <summary>Every probe that never answered, with the reason the connection gave.</summary>
    public void Close(string why)
    {
        foreach (var probe in bundle.Probes.Where(IsUnanswered))
            Facts.Add(Failed(probe.Name, TimeSpan.Zero, why), "", null);
    }

    /// <returns>The probe that this frame finishes, if it does.</returns>
    ProbeOutcome? Follow(Frame frame)
    {
        var finished = _open is { } probe ? Finish(probe, ExitCode(frame), frame.Before) : null;
        if (frame.Word == "begin")
            (_open, _since) = (frame.Argument, elapsed());
        else if (frame.Word == "end")
            Complete = true;
        return finished;
    }

    /// <summary>
    /// A section that the next one ends was stopped when its time was up, or was cut before it could say how it ended.
    /// </summary>
    string ExitCode(Frame frame)
    {
        if (frame.Word == "rc")
            return frame.Argument;
        var limit = bundle.Probes.FirstOrDefault(probe => probe.Name == _open)?.Limit;
        return elapsed() - _since >= limit - Tick ? Stopped : Cut;
    }

    bool IsUnanswered(Probe probe) => Facts.Outcomes.All(outcome => outcome.Probe != probe.Name);

    /// <returns>Null for what is not looked at: the second answer to one question, and answers that nobody asked for
    /// after the first.</returns>
    ProbeOutcome? Finish(string name, string exitCode, byte[] bytes)
    {
        _open = null;
        var probe = bundle.Probes.FirstOrDefault(p => p.Name == name);
        if (!_answered.Add(probe?.Name ?? ""))
            return null;
        return probe is null ? ReportUnasked(name) : ReadAnswer(probe, Numbers.Int(exitCode) ?? 1, bytes);
    }

    ProbeOutcome ReadAnswer(Probe probe, int exitCode, byte[] bytes)
    {
        var section = Section.Decode(probe.Name, exitCode, bytes, probe.MaxBytes);
        var (fact, error) = SectionReader.Read(probe, section, Facts);
        if (exitCode is 124 or 143)
            error ??= $"stopped after {probe.Limit.TotalSeconds:0} s";
        var outcome = new ProbeOutcome(
            probe.Name,
            Ok: error is null,
            Duration: elapsed() - _since,
            error,
            section.Truncated,
            section.Unreadable
        );
        Facts.Add(outcome, section.Text, fact);
        return outcome;
    }

    ProbeOutcome ReportUnasked(string name)
    {
        var outcome = Failed(
            Harmless.Text(name),
            elapsed() - _since,
            "the host sent an answer that nobody asked for"
        );
        Facts.Add(outcome, "", null);
        return outcome;
    }

    static ProbeOutcome Failed(string probe, TimeSpan duration, string error) =>
        new(probe, Ok: false, duration, error, Truncated: false, Unreadable: []);
}
