using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Chat;

/// <summary>A verdict for the thread: what, why, how sure, what was ruled out, what could not be read.</summary>
public static class VerdictMessage
{
    public static ChatMessage Of(Verdict v)
    {
        List<ChatBlock> blocks =
        [
            new Heading(
                $"{v.Target}: {v.Summary}",
                v.Status switch
                {
                    VerdictStatus.Healthy => "done",
                    VerdictStatus.Unhealthy => "failed",
                    _ => "warning",
                }
            ),
        ];
        var w = v.Window;
        if (w.Requests > 0 || w.Status502 > 0)
            blocks.Add(
                new Fields([
                    new("502", Count(w.Status502)),
                    new("504", Count(w.Status504)),
                    new("Requests", Count(w.Requests)),
                    new("First", Time(w.FirstAt)),
                    new("Last", Time(w.LastAt)),
                    new("Read in", Count(v.DurationMs) + " ms"),
                ])
            );
        if (v.Observations.Where(o => o.TellsTheStory).ToList() is { Count: > 0 } hit)
            blocks.Add(new Bullets([.. hit.Select(o => $"{o.Label}: {o.Value}")]));
        foreach (var d in v.Diagnoses.Take(3))
        {
            blocks.Add(new Paragraph($"{d.Cause} ({d.Confidence:0.00}): {d.Explanation}"));
            blocks.Add(
                new Code(
                    string.Join(
                        '\n',
                        d.Evidence.Take(6).Select(e => $"[{e.Probe}] {e.Text}{(e.Count > 1 ? $" (×{e.Count})" : "")}")
                    )
                )
            );
            if (d.Against.Count > 0)
                blocks.Add(new Bullets([.. d.Against.Take(4)]));
        }
        var advice = v.First?.Remedies.Where(r => !r.Changes).Select(r => "advice: " + r.Why).ToList() ?? [];
        if (advice.Count > 0)
            blocks.Add(new Bullets(advice));
        // the first remedy gets its own card; the others wait behind a button
        var others = v.First?.Remedies.Where(r => r.Changes).DistinctBy(r => r.Action).Skip(1).ToList() ?? [];
        if (others.Count > 0)
        {
            blocks.Add(new Bullets([.. others.Select(r => $"or: {r.Command}: {r.Why}")]));
            blocks.Add(
                new Buttons([
                    .. others
                        .Take(4)
                        .Select(r => new ChatButton("command", $"mend {v.Target} {r.Action}", $"Propose {r.Action}")),
                ])
            );
        }
        var gaps = v.Steps.Where(s => s.Error is not null).Select(s => $"{s.Probe}: {s.Error}").Take(5).ToList();
        if (gaps.Count > 0)
            blocks.Add(new Bullets([.. gaps.Select(g => "not read: " + g)]));
        return new($"{v.Target}: {v.Summary}", blocks);
    }

    static string Count(long n) => n.ToString();

    static string Time(DateTimeOffset? t) => t is null ? "-" : $"{t.Value.UtcDateTime:HH:mm:ss} UTC";
}
