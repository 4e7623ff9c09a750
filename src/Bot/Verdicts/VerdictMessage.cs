using ChatOps502.Bot.Messages;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Bot.Verdicts;

/// <summary>A verdict for the thread: what, why, how sure, what was ruled out, what could not be read.</summary>
public static class VerdictMessage
{
    const int MostDiagnoses = 3;
    const int MostEvidence = 6;
    const int MostAgainst = 4;
    const int MostOthers = 4;
    const int MostGaps = 5;

    public static ChatMessage Of(Verdict v)
    {
        var head = $"{v.Target}: {v.Summary}";
        return new(
            head,
            [
                new Heading(head, ToneOf(v)),
                .. Numbers(v),
                .. HitBy(v),
                .. v.Diagnoses.Take(MostDiagnoses).SelectMany(Diagnosis),
                .. Advice(v),
                .. OtherRemedies(v),
                .. Gaps(v),
            ]
        );
    }

    static Tone ToneOf(Verdict v) =>
        v.Status switch
        {
            VerdictStatus.Healthy => Tone.Done,
            VerdictStatus.Unhealthy => Tone.Failed,
            _ => Tone.Warning,
        };

    static IEnumerable<ChatBlock> Numbers(Verdict v)
    {
        var w = v.Window;
        if (w.Requests == 0 && w.Status502 == 0)
            yield break;
        yield return new Fields([
            new("502", Count(w.Status502)),
            new("504", Count(w.Status504)),
            new("Requests", Count(w.Requests)),
            new("First", Time(w.FirstAt)),
            new("Last", Time(w.LastAt)),
            new("Read in", Count(v.DurationMs) + " ms"),
        ]);
    }

    static IEnumerable<ChatBlock> HitBy(Verdict v) =>
        List(v.Observations.Where(o => o.TellsTheStory).Select(o => $"{o.Label}: {o.Value}"));

    static IEnumerable<ChatBlock> Diagnosis(DiagnosisResult d)
    {
        yield return new Paragraph($"{d.Cause} ({d.Confidence:0.00}): {d.Explanation}");
        yield return new Code(string.Join('\n', d.Evidence.Take(MostEvidence).Select(Line)));
        foreach (var block in List(d.Against.Take(MostAgainst)))
            yield return block;
    }

    static string Line(EvidenceItem e) => $"[{e.Probe}] {e.Text}{(e.Count > 1 ? $" (×{e.Count})" : "")}";

    static IEnumerable<ChatBlock> Advice(Verdict v) =>
        List(RemediesOf(v).Where(r => !r.Changes).Select(r => "advice: " + r.Why));

    /// <summary>The first remedy gets its own card; the others wait behind a button.</summary>
    static IEnumerable<ChatBlock> OtherRemedies(Verdict v)
    {
        var others = RemediesOf(v).Where(r => r.Changes).DistinctBy(r => r.Action).Skip(1).ToList();
        if (others.Count == 0)
            yield break;
        yield return new Bullets([.. others.Select(r => $"or: {r.Command}: {r.Why}")]);
        yield return new Buttons([
            .. others
                .Take(MostOthers)
                .Select(r => new ChatButton(
                    new CommandAction("fix", v.Target, r.Action),
                    $"Propose {r.Action}"
                )),
        ]);
    }

    static IReadOnlyList<Remedy> RemediesOf(Verdict v) => v.First?.Remedies ?? [];

    static IEnumerable<ChatBlock> Gaps(Verdict v) =>
        List(
            v.Steps.Where(s => s.Error is not null)
                .Take(MostGaps)
                .Select(s => $"not read: {s.Probe}: {s.Error}")
        );

    /// <summary>Nothing when there is nothing to list.</summary>
    static IEnumerable<ChatBlock> List(IEnumerable<string> lines)
    {
        List<string> items = [.. lines];
        return items.Count > 0 ? [new Bullets(items)] : [];
    }

    static string Count(long n) => n.ToString();

    static string Time(DateTimeOffset? t) => t is null ? "-" : $"{t.Value.UtcDateTime:HH:mm:ss} UTC";
}
