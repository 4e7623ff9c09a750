using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The request body is larger than nginx or the back end allows.</summary>
public sealed partial class RequestTooLarge : Cause
{
    public override string Id => "request-too-large";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.RequestTooLarge) is { } lines) h.For(Weight.Decisive, lines);
        else if (f.Lines.FirstOrDefault(l => l.Errno is 104 or 32 && l.Phase == "sending request to upstream") is { } cut)
        {
            h.For(Weight.BodyRefused, "nginx.error-log", cut.Message, f.Count);
            h.Title = $"{f.Where} breaks off while a request body is sent";
            h.Explanation = $"{f.Where} closes the connection before it has the whole request: its own limit for bodies or uploads is the usual reason.";
            h.Mend(RemedyCatalog.Advice("compare the size of the failing requests with the back end's own limit (post_max_size, limit of the framework)"));
            return;
        }
        else return;
        var largest = f.Lines.Select(l => Size().Match(l.Message)).Where(m => m.Success).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        var enough = Math.Max(2, (long)Math.Ceiling(largest * 1.25 / (1 << 20)));
        h.Title = "requests are larger than client_max_body_size";
        h.Explanation = $"Clients send bodies{(largest > 0 ? $" of up to {largest / 1048576.0:0.#} MiB" : "")} above client_max_body_size ({f.Setting("client_max_body_size", "1m")}); nginx answers 413 without asking a back end.";
        if (largest is > 0 and < 1L << 30 && Place(s, f) is { } place && s.Configuration?.Only is { } nginx) h.Mend(NginxSetting.Remedy(nginx, place.File, "each such request may take that much disk space while it is received", NginxEdit.Beside(place, $"client_max_body_size {enough}m")));
        h.Mend(RemedyCatalog.Advice("raise client_max_body_size for the upload location only, together with the limit of the application"));
    }

    /// <summary>The pass of the vhost that the lines name: the size is judged before a back end is chosen, so the lines name none.</summary>
    static Directive? Place(Situation s, Failing f) => f.Pass?.Statement ?? s.Configuration?.Hosts.FirstOrDefault(v => f.Vhost is not null && v.Names.Contains(f.Vhost))?.Locations.Select(l => l.Pass?.Statement).FirstOrDefault(d => d is not null);

    // client intended to send too large body: 2097152 bytes
    [GeneratedRegex(@"too large (?:chunked )?body: (\d+)")]
    private static partial Regex Size();
}
