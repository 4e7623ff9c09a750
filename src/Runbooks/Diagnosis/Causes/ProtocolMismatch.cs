using ChatOps502.Probes.Applications;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The peer speaks another protocol than nginx expects.</summary>
public sealed class ProtocolMismatch : Cause
{
    public override string Id => "protocol-mismatch";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.Protocol),
            Rule.For(Points.Decisive, "sockets.listening", SpeaksAnotherProtocol),
            Rule.Said(Points.OutOfWorkers, RemarkKind.WrongProtocol)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.For(Points.Hinted, "upstream.connect", UnexpectedReply)];

    public override Wording Describe(FailingUpstream upstream)
    {
        // the FastCGI version field of "HTTP/1.1 400"
        var letter = upstream.LogSays("version: 72")
            ? " Version 72 is the letter H: an HTTP server answers where FastCGI is expected."
            : "";
        return new(
            $"{upstream} speaks another protocol",
            $"What answers on {upstream} is not what {upstream.Protocol ?? "nginx"} expects.{letter}"
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                "use the pass directive that fits the server: fastcgi_pass for PHP-FPM, proxy_pass for HTTP, "
                    + "uwsgi_pass for uWSGI's own protocol"
            ),
        ];

    static string? SpeaksAnotherProtocol(FailingUpstream upstream)
    {
        if (upstream.Protocol is not ("http" or "fastcgi" or "uwsgi" or "scgi"))
            return null;
        if (!upstream.Has(ErrorKind.Reset, ErrorKind.PrematureClose, ErrorKind.ReadTimeout))
            return null;
        return ProtocolOf(upstream) is { } spoken && spoken != upstream.Protocol
            ? $"{upstream.Listener} speaks {spoken}, and nginx sends {upstream.Protocol}"
            : null;
    }

    /// <summary>The protocol of whoever listens there, where the program or its command line leaves no doubt.</summary>
    static string? ProtocolOf(FailingUpstream upstream)
    {
        if (upstream.Pool is not null)
            return "fastcgi";
        return upstream.Listener?.Process switch
        {
            null => null,
            var name when name.StartsWith("php-fpm") => "fastcgi",
            "uwsgi" or "uwsgi-core" => ProtocolOfUwsgi(upstream),
            "node" or "gunicorn" or "apache2" or "httpd" or "nginx" => "http",
            var name when IsDatabaseOrShell(name) => $"the protocol of {name}",
            _ => null,
        };
    }

    static bool IsDatabaseOrShell(string process) =>
        process
            is "redis-server"
                or "mysqld"
                or "mariadbd"
                or "postgres"
                or "memcached"
                or "mongod"
                or "sshd"
                or "beam.smp";

    static string? ProtocolOfUwsgi(FailingUpstream upstream)
    {
        var process = upstream.Processes?.All.FirstOrDefault(process =>
            process.Pid == upstream.Listener?.Pid
        );
        var command = process?.Command ?? "";
        if (command.Contains("--http"))
            return "http";
        if (command.Contains("--fastcgi"))
            return "fastcgi";
        return command.Contains("--socket") || command.Contains(" -s ") ? "uwsgi" : null;
    }

    static string? UnexpectedReply(FailingUpstream upstream) =>
        upstream is { Protocol: "http", Answer.Reply: { Length: > 0 } reply }
        && !reply.StartsWith("HTTP/")
            ? $"it says: {Printable(reply)}"
            : null;

    static string Printable(string reply) =>
        string.Concat(reply.Take(60).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
