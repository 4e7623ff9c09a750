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
        else if (f.Protocol is "http" && f.Has(Signal.Reset, Signal.PrematureClose) && f.Home.Find<PhpFpm>()?.Of(f.Backend) is { } pool)
            h.For(Weight.Decisive, "php.fpm", $"pool {pool.Name} listens there, which speaks FastCGI, and nginx sends HTTP");
        else if (f.Protocol is "http" && f.Has(Signal.Reset, Signal.PrematureClose, Signal.ReadTimeout) && f.Listener?.Process?.StartsWith("uwsgi", StringComparison.Ordinal) == true && Uwsgi(s, f) is { } said)
            h.For(Weight.Decisive, "services.journal", said);
        else return;
        if (f.Answer is { Reply.Length: > 0 } answer && !Expected(f.Protocol, answer.Reply)) h.For(Weight.Hinted, "upstream.connect", $"it says: {Printable(answer.Reply)}");
        if (f.Answer?.Reply.StartsWith("\u0015\u0003", StringComparison.Ordinal) == true) h.Against(Weight.BetterExplained, "what it answers is a TLS alert");

        h.Title = $"{f.Where} speaks another protocol";
        h.Explanation = $"What answers on {f.Where} is not what {f.Protocol ?? "nginx"} expects.{(f.Lines.Any(l => l.Message.Contains("version: 72", StringComparison.Ordinal)) ? " Version 72 is the letter H: an HTTP server answers where FastCGI is expected." : "")}";
        h.Mend(RemedyCatalog.Advice("make the pass directive fit the server: fastcgi_pass for PHP-FPM, proxy_pass for HTTP, uwsgi_pass for uWSGI's own protocol"));
    }

    static string? Uwsgi(Situation s, Failing f) => s.JournalOf(f).Select(e => e.Message).LastOrDefault(m => m.Contains("invalid request block size", StringComparison.Ordinal));

    static bool Expected(string? protocol, string reply) => protocol is not "http" || reply.StartsWith("HTTP/", StringComparison.Ordinal);

    static string Printable(string reply) => string.Concat(reply.Take(60).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
