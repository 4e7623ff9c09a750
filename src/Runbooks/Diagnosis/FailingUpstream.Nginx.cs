using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Questions about nginx's side.</summary>
public sealed partial class FailingUpstream
{
    public Pass? Pass => Location?.Pass;

    /// <summary>True for the name of an upstream block, which is no address anybody could listen on.</summary>
    public bool IsGroup => Context.Configuration?.Group(Backend?.Host) is not null;

    /// <summary>
    /// The upstream block whose connections nginx keeps open; its own, or any when no address is known.
    /// </summary>
    public UpstreamGroup? KeepaliveGroup =>
        Context.Configuration?.Groups.FirstOrDefault(group =>
            group.Keepalive > 0 && (Backend is null || group.Peers.Any(peer => peer.Address == Backend))
        );

    /// <summary>How the directives about it begin: fastcgi_..., proxy_... for plain HTTP.</summary>
    public string DirectivePrefix =>
        Protocol is "fastcgi" or "uwsgi" or "scgi" or "grpc" ? Protocol : "proxy";

    /// <summary>What is in force where its requests are passed on; the given default when nothing is set.</summary>
    public string Setting(string name, string otherwise) =>
        Location?.Settings.GetValueOrDefault(name) ?? otherwise;

    /// <summary>What its name resolves to now, when nginx still uses an old address.</summary>
    public string? StaleName => Evidence.StaleName.Describe(this);

    /// <summary>The firewall rule that drops its packets; null when none is known.</summary>
    public string? DropRule => Firewall.FindRule(this, "DROP");

    /// <summary>The firewall rule that rejects its connections; null when none is known.</summary>
    public string? RejectRule => Firewall.FindRule(this, "REJECT");

    /// <summary>True when any error-log line holds this text.</summary>
    public bool LogSays(string text) =>
        Lines.Any(line => line.Message.Contains(text, StringComparison.OrdinalIgnoreCase));
}
