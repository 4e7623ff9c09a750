using ChatOps502.Probes.Containers;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>A container is not where nginx looks for it: another network, another address, start order.</summary>
public sealed class ContainerNetwork : Cause
{
    public override string Id => "container-network";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var stale = StaleName.Of(s, f);
        var named = f.Lines.FirstOrDefault(l => l.Message.Contains("host not found in upstream"));
        if (stale is not null && IsContainer(s, f))
            h.For(Weight.StaleAddress, "upstream.names", stale);
        else if (IsBridge(f) && f.Of(Signal.Unreachable) is { Sample.Errno: 113 } gone)
            h.For(Weight.BridgeAddress, gone);
        else if (
            named is not null
            && (
                s.Facts.Raw.ContainsKey("docker")
                || named is { Pid: 1 } && named.Message.Split('"').ElementAtOrDefault(1)?.Contains('.') != true
            )
        )
            h.For(Weight.ContainerName, "nginx.error-log", named.Message);
        else
            return;
        if (s.Facts.Find<Containers>()?.All.FirstOrDefault(c => c.Name == f.ByName) is { IsRunning: true } moved)
            h.For(Weight.Hinted, "containers", $"container {moved.Name} runs at {string.Join(", ", moved.Addresses)}");

        h.Title = $"the container behind {f.Where} is not there";
        h.Explanation = stale is not null
            ? $"{stale}: a container that was made anew keeps its name, not its address."
            : $"{f.Where} is an address of a container bridge; a container that was made anew keeps its name, not "
                + "its address, and nginx keeps the address it resolved at its start.";
        if (stale is not null)
            h.Mend(NginxReload.Remedy(s, "nginx resolves the container's name anew"));
        h.Mend(
            RemedyCatalog.Advice(
                "reload nginx after containers are recreated, or use a resolver with a variable in proxy_pass; "
                    + "start the back end before nginx (depends_on with a health check)"
            )
        );
    }

    /// <summary>The address is one that container engines give out, or a container of this host is called so.</summary>
    public static bool IsContainer(Situation s, Failing f) =>
        IsBridge(f) || s.Facts.Find<Containers>()?.All.Any(c => c.Name == f.ByName) == true;

    /// <summary>172.16.0.0/12, from which container engines take their networks.</summary>
    static bool IsBridge(Failing f) =>
        f.Backend is { IsUnix: false } a
        && a.Host.Split('.') is ["172", var second, _, _]
        && int.TryParse(second, out var n)
        && n is >= 16 and < 32;
}
