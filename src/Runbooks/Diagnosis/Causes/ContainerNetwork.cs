using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>A container is not where nginx looks for it: another network, another address, start order.</summary>
public sealed class ContainerNetwork : Cause
{
    public override string Id => "container-network";

    public override string Family => CauseFamily.Network;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.For(Points.StaleAddress, "upstream.names", ContainerMoved),
            Rule.Logged(Points.ContainerAddress, NoHostAtContainerAddress),
            Rule.For(Points.OwnContainer, "containers", MeansItsOwnContainer),
            Rule.For(Points.ContainerName, "nginx.error-log", ContainerNameNotFound)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.For(Points.Hinted, "containers", RunsElsewhere)];

    public override Wording Describe(FailingUpstream upstream)
    {
        if (MeansItsOwnContainer(upstream) is { } own)
            return new(
                $"{upstream} is inside nginx's own container",
                $"{own}: the back end has to be asked by its service's name, not at 127.0.0.1."
            );
        if (ContainerNameNotFound(upstream) is { } notFound)
            return new(
                "nginx does not find the container by its name",
                $"nginx says: {notFound}. Containers find each other by name only within one network, and only "
                    + "while the "
                    + "other one exists: it was started later, has ended, or is in another network."
            );
        const string why = "a recreated container keeps its name, not its address";
        var explanation = upstream.StaleName is { } stale
            ? $"{stale}: {why}."
            : $"{upstream} is an address that container engines give out; {why}, and nginx keeps the address it "
                + "resolved "
                + "when it started.";
        return new($"the container behind {upstream} is not there", explanation);
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (MeansItsOwnContainer(upstream) is not null)
        {
            yield return Remedy.Advice(
                $"use the service's name instead of {upstream.Backend!.Host} in the configuration, with the "
                    + "port inside the "
                    + "container, and put both containers into one network"
            );
            yield break;
        }
        if (upstream.StaleName is not null)
            yield return NginxFixes.Reload(upstream, "nginx resolves the container's name again");
        yield return Remedy.Advice(
            "reload nginx after containers are recreated, or use a resolver with a variable in proxy_pass; start the "
                + "back end before nginx (depends_on with a health check)"
        );
    }

    static string? ContainerMoved(FailingUpstream upstream) =>
        ContainerAddress.IsContainer(upstream) ? upstream.StaleName : null;

    static ErrorGroup? NoHostAtContainerAddress(FailingUpstream upstream) =>
        ContainerAddress.IsBridge(upstream)
        && upstream.Find(ErrorKind.Unreachable) is { Sample.Errno: 113 } gone
            ? gone
            : null;

    /// <summary>nginx in a container (pid 1), or one whose docker output was pasted, looked for a bare name.</summary>
    static string? ContainerNameNotFound(FailingUpstream upstream)
    {
        if (upstream.Lines.FirstOrDefault(IsHostNotFound) is not { } line)
            return null;
        var isContainer =
            upstream.Context.Facts.Raw.ContainsKey("docker")
            || upstream.Context.Facts.Raw.ContainsKey(PastedPlaces.ComposeServices)
            || line.Pid == 1 && NamesNoDomain(line);
        return isContainer ? line.Message : null;
    }

    static string? MeansItsOwnContainer(FailingUpstream upstream) =>
        PastedPlaces.MeansItsOwnContainer(upstream);

    static bool IsHostNotFound(ErrorLine line) => line.Message.Contains("host not found in upstream");

    static bool NamesNoDomain(ErrorLine line) =>
        line.Message.Split('"').ElementAtOrDefault(1)?.Contains('.') != true;

    static string? RunsElsewhere(FailingUpstream upstream)
    {
        var containers = upstream.Context.Facts.Find<Containers>()?.All ?? [];
        return
            containers.FirstOrDefault(c => c.Name == upstream.ConfiguredName) is { IsRunning: true } moved
            ? $"container {moved.Name} runs at {string.Join(", ", moved.Addresses)}"
            : null;
    }
}
