using ChatOps502.Probes.Runtimes;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The peer speaks another protocol than nginx expects.</summary>
public sealed class ProtocolMismatch : Cause
{
    public override string Id => "protocol-mismatch";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.Protocol) is { } lines)
            h.For(Weight.Decisive, lines);
        else if (
            f.Has(Signal.Reset, Signal.PrematureClose, Signal.ReadTimeout)
            && f.Protocol is "http" or "fastcgi" or "uwsgi" or "scgi"
            && Speaks(f) is { } other
            && other != f.Protocol
        )
            h.For(Weight.Decisive, "sockets.listening", $"{f.Listener} speaks {other}, and nginx sends {f.Protocol}");
        else
            return;
        if (f.Answer is { Reply.Length: > 0 } answer && !Expected(f.Protocol, answer.Reply))
            h.For(Weight.Hinted, "upstream.connect", $"it says: {Printable(answer.Reply)}");
        if (f.Squatter is not null)
            h.Against(Weight.BetterExplained, "it is another program than the service whose port it is");
        if (f.Answer?.Reply.StartsWith("\u0015\u0003") == true)
            h.Against(Weight.BetterExplained, "what it answers is a TLS alert");

        h.Title = $"{f.Where} speaks another protocol";
        h.Explanation =
            $"What answers on {f.Where} is not what {f.Protocol ?? "nginx"} "
            + $"expects.{(f.Lines.Any(l => l.Message.Contains("version: 72")) ? " Version 72 is the letter H: an HTTP server answers where FastCGI is expected." : "")}";
        h.Mend(
            RemedyCatalog.Advice(
                "make the pass directive fit the server: fastcgi_pass for PHP-FPM, proxy_pass for HTTP, "
                    + "uwsgi_pass for uWSGI's own protocol"
            )
        );
    }

    /// <summary>The protocol of whoever listens there, where the program or its command line leaves no doubt.</summary>
    static string? Speaks(Failing f)
    {
        if (f.Home.Find<PhpFpm>()?.Of(f.Backend) is not null)
            return "fastcgi";
        if (f.Listener is not { Process: { } name } listener)
            return null;
        var command = f.Processes?.All.FirstOrDefault(p => p.Pid == listener.Pid)?.Command ?? "";
        return name switch
        {
            _ when name.StartsWith("php-fpm") => "fastcgi",
            "uwsgi" or "uwsgi-core" => command.Contains("--http") ? "http"
            : command.Contains("--fastcgi") ? "fastcgi"
            : command.Contains("--socket") || command.Contains(" -s ") ? "uwsgi"
            : null,
            "node" or "gunicorn" or "apache2" or "httpd" or "nginx" => "http",
            "redis-server" or "mysqld" or "mariadbd" or "postgres" or "memcached" or "mongod" or "sshd" or "beam.smp" =>
                $"the protocol of {name}",
            _ => null,
        };
    }

    static bool Expected(string? protocol, string reply) => protocol is not "http" || reply.StartsWith("HTTP/");

    static string Printable(string reply) =>
        string.Concat(reply.Take(60).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
