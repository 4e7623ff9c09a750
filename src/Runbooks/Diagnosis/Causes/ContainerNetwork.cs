using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>A container is not where nginx looks for it: another network, another address, start order.</summary>
public sealed class ContainerNetwork : Cause
{
    public override string Id => "container-network";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var bridge = f.Backend is { IsUnix: false } a && a.Host.StartsWith("172.", StringComparison.Ordinal) && a.Host.Split('.') is [_, var second, ..] && int.TryParse(second, out var n) && n is >= 16 and < 32;
        var named = f.Lines.Any(l => l.Message.Contains("host not found in upstream", StringComparison.Ordinal)) && s.Facts.Raw.ContainsKey("docker");
        if (bridge && f.Of(Signal.Unreachable) is { } gone) h.For(Weight.Hinted, gone);
        else if (named) h.For(new(5.0, "the name is a container's, and the containers are on record"), "nginx.error-log", f.Lines[0].Message);
        else return;
        h.Title = $"the container behind {f.Where} is not there";
        h.Explanation = $"{f.Where} is an address of a container bridge; a container that was made anew keeps its name, not its address, and nginx keeps the address it resolved at its start.";
        h.Mend(RemedyCatalog.Advice("reload nginx after containers are recreated, or use a resolver with a variable in proxy_pass; start the back end before nginx (depends_on with a health check)"));
    }
}
