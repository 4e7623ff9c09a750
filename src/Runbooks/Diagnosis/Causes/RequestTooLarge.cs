using System.Text.RegularExpressions;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The request body is larger than nginx or the back end allows.</summary>
public sealed partial class RequestTooLarge : Cause
{
    public override string Id => "request-too-large";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.RequestTooLarge) is { } lines)
            h.For(Weight.Decisive, lines);
        else if (
            f.Lines.FirstOrDefault(l => l.Errno is 104 or 32 && l.Phase == "sending request to upstream") is { } cut
        )
        {
            h.For(Weight.BodyRefused, "nginx.error-log", cut.Message, f.Count);
            h.Title = $"{f.Where} breaks off while a request body is sent";
            h.Explanation =
                $"{f.Where} closes the connection before it has the whole request: its own limit for bodies or "
                + "uploads is the usual reason.";
            h.Mend(
                RemedyCatalog.Advice(
                    "compare the size of the failing requests with the back end's own limit (post_max_size, "
                        + "limit of the framework)"
                )
            );
            return;
        }
        else
            return;
        var largest = f
            .Lines.Select(l => Size().Match(l.Message))
            .Where(m => m.Success)
            .Select(m => Counted.Of(m.Groups[1].Value))
            .DefaultIfEmpty()
            .Max();
        var place = Place(s, f);
        var allowed = place?.Settings.GetValueOrDefault("client_max_body_size");
        var enough = Math.Max(
            Math.Max(2, (long)Math.Ceiling(largest * 1.25 / (1 << 20))),
            (ByteSize.Of(allowed) ?? 0) >> 20
        );
        h.Title = "requests are larger than client_max_body_size";
        h.Explanation =
            $"Clients send bodies{(largest > 0 ? $" of up to {largest:N0} bytes" : "")} above "
            + $"client_max_body_size{(place is null ? "" : $" ({allowed ?? "1m, which holds when nothing is set"})")}; "
            + "nginx answers 413 without asking a back end.";
        if (largest is > 0 and < 1L << 30 && place?.Pass is { } pass && s.Configuration?.Only is { } nginx)
            h.Mend(
                NginxSetting.Remedy(
                    nginx,
                    pass.File,
                    "each such request may take that much disk space while it is received",
                    NginxEdit.Beside(pass.Statement, $"client_max_body_size {enough}m")
                )
            );
        h.Mend(
            RemedyCatalog.Advice(
                "raise client_max_body_size for the upload location only, together with the limit of the application"
            )
        );
    }

    /// <summary>
    /// The pass that the failing request would have gone to. The size is judged before a back end is chosen, so the
    /// lines name none.
    /// </summary>
    static Location? Place(Situation s, Failing f)
    {
        var path = f.Lines.Select(l => l.Request?.Split(' ').ElementAtOrDefault(1)).FirstOrDefault(p => p is not null);
        var locations =
            s.Configuration?.Hosts.FirstOrDefault(v => f.Vhost is not null && v.Names.Contains(f.Vhost))
                ?.Locations.Where(l => l.Pass is not null)
                .ToList()
            ?? [];
        var chosen =
            locations.Where(l => path?.StartsWith(l.Path.Split(' ')[^1]) == true).MaxBy(l => l.Path.Length)
            ?? (locations.Count == 1 ? locations[0] : null);
        return f.At ?? chosen;
    }

    // client intended to send too large body: 2097152 bytes
    [GeneratedRegex(@"too large (?:chunked )?body: (\d+)")]
    private static partial Regex Size();
}
