using ChatOps502.Probes.Php;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The peer speaks another protocol than nginx expects.</summary>
public sealed class ProtocolMismatch : Cause
{
    public override string Id => "protocol-mismatch";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.Protocol) is { } lines) h.For(Weight.Decisive, lines);
        else if (f.Protocol is "http" && f.Has(Signal.Reset, Signal.PrematureClose) && s.Facts.Find<PhpFpm>()?.Pools.FirstOrDefault(p => p.Listen == f.Backend) is { } pool)
            h.For(Weight.Decisive, "php.fpm", $"pool {pool.Name} listens there, which speaks FastCGI, and nginx sends HTTP");
        else return;
        h.Title = $"{f.Where} speaks another protocol";
        h.Explanation = $"What answers on {f.Where} is not what {f.Protocol ?? "nginx"} expects.{(f.Lines.Any(l => l.Message.Contains("version: 72", StringComparison.Ordinal)) ? " Version 72 is the letter H: an HTTP server answers where FastCGI is expected." : "")}";
        h.Mend(RemedyCatalog.Advice("make the pass directive fit the server: fastcgi_pass for PHP-FPM, proxy_pass for HTTP, uwsgi_pass for uWSGI's own protocol"));
    }
}
