using System.Net;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>
/// nginx runs something else than its file says: edited and not reloaded, reload refused, master gone.
/// </summary>
public sealed class StaleConfiguration : Cause
{
    public override string Id => "stale-configuration";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.Said(Points.ReloadRefused, RemarkKind.ReloadRefused),
        Rule.For(Points.StaleAddress, "nginx.config", RunningConfiguration.UsesAnotherAddress),
        Rule.For(Points.OtherAddress, "nginx.config", FileNamesAnotherAddress),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        if (RunningConfiguration.UsesAnotherAddress(upstream) is { } observed)
            return new("nginx runs another configuration than its file", $"{observed}.");
        if (upstream.HasRemark(RemarkKind.ReloadRefused))
            return new(
                "nginx did not take its new configuration",
                "The last reload did not succeed, so nginx goes on with the configuration it had before, or without a "
                    + "master that could reload it."
            );
        return new(
            "nginx uses an address that is not in its configuration",
            $"nginx connects to {upstream}, and the configuration that was pasted does not name that address: it was "
                + "changed and not reloaded, or another file is in force."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (!upstream.Context.IsLive)
            yield return Remedy.Advice(
                "run nginx -t, mend what it reports, then reload (systemctl reload nginx); when there is no master any "
                    + "more, stop the old workers and start nginx"
            );
        else if (upstream.Context.ConfigurationError is { } error)
            yield return Remedy.Advice($"mend what nginx -t says ({error}), then reload nginx");
        else
            yield return NginxFixes.Reload(
                upstream,
                "nginx takes what its file says now; nothing is interrupted"
            );
    }

    /// <summary>Only where every pass of that virtual host names an address: a name may lead anywhere.</summary>
    static string? FileNamesAnotherAddress(FailingUpstream upstream)
    {
        if (upstream is not { Context.IsLive: false, Backend: { } failing, Count: > 0 })
            return null;
        if (upstream.Context.Configuration is not { } configuration || upstream.Vhost is not { } vhost)
            return null;
        var passes = configuration.Passes.Where(pass => pass.Host.Names.Contains(vhost)).ToList();
        var named = passes.SelectMany(pass => pass.Pass.Backends).Distinct().ToList();
        if (named.Count == 0 || named.Contains(failing) || !named.TrueForAll(IsAddress))
            return null;
        return $"the configuration of {vhost} leads to {string.Join(", ", named)}, and nginx connects to {failing}";
    }

    static bool IsAddress(BackendAddress backend) =>
        backend.IsUnix || IPAddress.TryParse(backend.Host, out _);
}
