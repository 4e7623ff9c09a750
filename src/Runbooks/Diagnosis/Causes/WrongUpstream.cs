using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>nginx points to an address or port where the back end is not.</summary>
public sealed class WrongUpstream : Cause
{
    public override string Id => "wrong-upstream";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.BadAddress) is { } unusable)
            TellUnusable(unusable, h);
        else if (s.Configuration?.Group(f.Backend?.Host) is null)
            WeighAddress(s, f, h); // a group is no address
    }

    static void TellUnusable(SignalGroup lines, Hypothesis h)
    {
        h.For(Weight.Decisive, lines);
        h.Title = "an address in nginx's configuration cannot be used";
        h.Explanation = $"nginx cannot use the address it was given: {lines.Sample.Message}.";
        h.Mend(RemedyCatalog.Advice("correct the address, or the variable it is made of, in proxy_pass or proxy_bind"));
    }

    static void WeighAddress(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.Refused, Signal.SocketMissing) is { } lines)
            h.For(Weight.Hinted, lines);
        else if (f.Answer?.Errno is 111 or 2)
            h.For(Weight.Hinted, "upstream.connect", $"{f.Where} refuses connections");
        else
            return;

        h.Title = $"nginx points to {f.Where}, the back end is elsewhere";
        h.Explanation = $"{f.Where} may not be the address of the back end.";
        if (f.Backend?.Host == "::1" && f.Has(Signal.Refused))
            h.For(
                Weight.ServiceStopped,
                "nginx.config",
                "localhost also resolves to [::1], and the back end listens on 127.0.0.1 only"
            );
        if (f.Listener is { } listener)
        {
            h.Against(Weight.SomebodyListens, $"{listener} listens there");
            return;
        }
        if (
            !s.Live
            && f.Backend?.IsLoopback == true
            && f.Lines.All(l => l.Client is { } c && c.StartsWith("172.") && c.EndsWith(".0.1"))
            && f.Lines.Count > 0
        )
            h.For(
                Weight.OwnLoopback,
                "nginx.error-log",
                $"all requests come from {f.Lines[0].Client}, the gateway of a container network"
            );
        if (StaleName.Of(s, f) is { } stale)
            h.Against(Weight.BetterExplained, stale);
        var strays = Strays.Near(s, f).ToList();
        var known = Strays.VouchedFor(s, f);
        if (strays.Count > 0)
            h.For(
                StrayWeight(s, f, known),
                "sockets.listening",
                $"nothing listens on {f.Where}; {string.Join(", ", strays)} "
                    + $"{(strays.Count == 1 ? "listens" : "listen")} and nothing in nginx points there"
            );
        if (known.Count > 0 && f.Unit is { IsRunning: true } runs)
            h.For(Weight.NobodyListens, "services.units", $"{runs.Name} is running");
        if (f.Unit is { IsRunning: false } && f.Owner is { Sure: true } owner)
            h.Against(Weight.BetterExplained, $"{owner.Service} is {f.Unit.Active}; {owner.Because}");
        else if (f.Unit is { IsRunning: false } && known.Count == 0)
            h.Against(Weight.BetterExplained, $"{f.Owner!.Service} is {f.Unit.Active}");

        var place = f.Pass;
        h.Explanation =
            "The configuration sends requests to "
            + $"{f.Where}{(place is null ? "" : $" ({place.File}:{place.Line})")}, where nothing listens"
            + (
                known.Count > 0
                    ? $"; {string.Join(", ", known)} {(known.Count == 1 ? "is" : "are")} what "
                        + $"{f.FarHost ?? "this host"} offers instead."
                : strays.Count > 0
                    ? $". {string.Join(", ", strays)} {(strays.Count == 1 ? "listens" : "listen")}, but belongs "
                        + "to no service that is known: anybody with a login can open a port."
                : "."
            );
        if (known.Count == 1)
            h.Mend(NginxMends.PointTo(s, f, known[0], $"{known[0]} is the only back end there that nothing points to"));
        h.Mend(
            RemedyCatalog.Advice(
                known.Count == 1 && place is not null
                    ? $"in {place.File} line {place.Line} point to {known[0]}, run nginx -t, then reload; or let "
                        + $"the back end listen on {f.Where}"
                    : $"make {f.Where} in nginx and the address the back end listens on the same, run nginx -t, "
                        + "then reload"
            )
        );
    }

    /// <summary>What any login could have opened is no more than a hint.</summary>
    static Weight StrayWeight(Situation s, Failing f, IReadOnlyList<Listener> strays) =>
        f switch
        {
            _ when strays.Count == 0 => Weight.Hinted,
            { Backend.IsUnix: true } when f.Has(Signal.SocketMissing) => Weight.NobodyListens,
            _ when Worked(s, f) && !IsOwners(f, strays) => Weight.Hinted,
            _ => Weight.ListensElsewhere,
        };

    /// <summary>Requests were served before the first failure: a configuration does not go wrong by itself.</summary>
    static bool Worked(Situation s, Failing f)
    {
        var first = f.Signals.Min(g => g.First);
        return s.Requests?.Lines.Any(l =>
                l.Status is < 500 && l.Time < first && (l.Host is null || f.Vhost is null || l.Host == f.Vhost)
            ) == true;
    }

    static bool IsOwners(Failing f, IReadOnlyList<Listener> strays) =>
        f.Unit?.MainPid is { } main
        && strays.Any(l => l.Pid == main || f.Processes?.All.Any(p => p.Pid == l.Pid && p.Parent == main) == true);
}
