using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>nginx runs something else than its file says: edited and not reloaded, or the reload was refused.</summary>
public sealed class StaleConfiguration : Cause
{
    public override string Id => "stale-configuration";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.For(Points.StaleAddress, "nginx.config", RunningConfiguration.UsesAnotherAddress)];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            "nginx runs another configuration than its file",
            $"{RunningConfiguration.UsesAnotherAddress(upstream) ?? "nginx did not take its new configuration"}."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (upstream.Context.ConfigurationError is { } error)
            yield return Remedy.Advice($"mend what nginx -t says ({error}), then reload nginx");
        else
            yield return NginxFixes.Reload(
                upstream,
                "nginx takes what its file says now; nothing is interrupted"
            );
    }
}
