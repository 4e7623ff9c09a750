using ChatOps502.Probes.Databases;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>It accepts requests and answers too late: hung, blocked, a slow query, a long job.</summary>
public sealed class BackendSlow : Cause
{
    public override string Id => "backend-slow";

    public override string Family => "backend-unavailable";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var late = f.Of(Signal.ReadTimeout);
        var killed = WorkerTimeouts(s, f).ToList();
        if (late is not null)
            h.For(Weight.Named, late);
        if (killed.Count > 0 && (late is not null || f.Has(Signal.PrematureClose, Signal.Reset)))
        {
            h.For(Weight.WorkerTimeout, "services.journal", killed[^1], killed.Count);
            if (late is null && f.Of(Signal.PrematureClose, Signal.Reset) is { } dropped)
                h.For(Weight.Hinted, dropped);
        }
        if (!s.Live && late is null && killed.Count == 0 && f.Of(Signal.PrematureClose) is { } cut)
            h.For(Weight.MayBeTimeout, cut);
        if (f.Answer?.Silent == true)
            h.For(
                Weight.Silent,
                "upstream.connect",
                $"{f.Where} accepts the connection and says nothing for {f.Answer.Ms} ms"
            );
        if (h.Score <= 0)
            return;

        var frozen = Frozen(f);
        if (frozen is not null)
            h.For(Weight.Frozen, "processes", $"pid {frozen.Pid} ({frozen.Command}) is stopped (state T)");
        if (Saturation.Of(s, f) is { } full)
            h.Against(Weight.BetterExplained, $"its workers are all taken: {full.Text}");
        if (f.Answer is { HttpStatus: not null, Ms: < 500 } ok && late is not null)
            h.Against(Weight.QuickElsewhere, $"{f.Where} answered {ok.HttpStatus} in {ok.Ms} ms on /");

        if (late is not null && f.Home.Find<PhpFpm>() is { Slow.Count: > 0 } php && f.Protocol == "fastcgi")
            h.For(Weight.Hinted, "php.fpm", "slow log: " + string.Join(" | ", php.Slow.Take(4)));
        var query = late is null
            ? null
            : f.Home.Find<Dependencies>()?.Answers.FirstOrDefault(a => a.Longest is not null);
        if (query is not null)
            h.For(Weight.Hinted, "dependencies", $"{query.Kind} works on a query for {query.Longest}");

        h.Title = frozen is not null
            ? $"{f.Owner?.Service ?? "the back end"} is frozen"
            : $"{f.Owner?.Service ?? f.Where} answers too late";
        h.Explanation = frozen is not null
            ? $"Process {frozen.Pid} was stopped by a signal: connections are accepted by the kernel, nobody answers."
            : $"{f.Where} takes requests and does not answer within the time "
                + $"limit{(Slowest(f) is { } url ? $", most often {url}" : "")}.";
        if (frozen is not null)
            h.Mend("service.resume", "lets the stopped process continue; nothing is lost");
        // one late page beside quick ones is not mended by losing the others
        if (f.Answer is not { HttpStatus: not null, Ms: < 500 })
            h.Mend("service.restart", "frees hung workers; requests being worked on are lost");
        if (late is not null && frozen is null && f.Answer is { HttpStatus: not null, Ms: < 500 })
            h.Mend(LongerTimeout(s, f));
        h.Mend(
            RemedyCatalog.Advice(
                "find what it waits for (slow query, remote call, lock); a longer proxy_read_timeout only "
                    + "makes clients wait longer and ties up more connections"
            )
        );
    }

    /// <summary>Twice the time that is allowed now, two minutes at the most.</summary>
    static Remedy? LongerTimeout(Situation s, Failing f)
    {
        var name = f.Prefix + "_read_timeout";
        var now = Seconds(f.Setting(name, "60s"));
        return now is < 1 or >= 120
            ? null
            : NginxMends.BesidePass(
                s,
                f,
                "gives slow pages more time; clients wait longer, each one ties up two connections meanwhile, "
                    + "and the page stays slow",
                $"{name} {Math.Min(120, Math.Max(now * 2, 15))}s"
            );
    }

    static int Seconds(string time) =>
        int.TryParse(time.TrimEnd('s', 'm'), out var n) ? n * (time.EndsWith('m') ? 60 : 1) : 0;

    static string? Slowest(Failing f) =>
        f.Lines.Where(l => Signals.Of(l) == Signal.ReadTimeout).GroupBy(l => l.Request).MaxBy(g => g.Count())?.Key;

    /// <summary>gunicorn, uwsgi (harakiri) and php-fpm say so when they kill a worker that took too long.</summary>
    internal static IEnumerable<string> WorkerTimeouts(Situation s, Failing f) =>
        s.JournalOf(f)
            .Select(e => e.Message)
            .Concat(f.Protocol == "fastcgi" ? s.PhpLog(f).Select(l => l.Message) : [])
            .Where(m => m.Contains("WORKER TIMEOUT") || m.Contains("HARAKIRI") || m.Contains("execution timed out"));

    static HostProcess? Frozen(Failing f)
    {
        var pid = f.Listener?.Pid ?? f.Unit?.MainPid;
        return pid is null ? null : f.Processes?.Family(pid.Value).FirstOrDefault(p => p.State == 'T');
    }
}
