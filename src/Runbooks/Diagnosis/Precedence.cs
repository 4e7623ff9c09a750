using ChatOps502.Probes.Applications;
using ChatOps502.Runbooks.Diagnosis.Causes;
using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// Who yields to whom: the one place where causes know of each other. A row takes points from the first cause where a
/// finding is better explained by the second.
/// </summary>
static class Precedence
{
    /// <summary>The rival explains the same symptoms completely.</summary>
    const double Fully = Points.BetterExplained;

    /// <summary>The rival fits the same symptoms.</summary>
    const double Partly = Points.RivalFits;

    public static IReadOnlyList<Yield> All { get; } =
    [
        Yield.Of<BackendDown>().To<DiskFull>(Fully, DiskIsFull),
        Yield.Of<BackendDown>().To<DependencyDown>(Fully, MissesDependency),
        Yield.Of<BackendDown>().To<DnsFailure>(Fully, upstream => upstream.StaleName),
        Yield.Of<BackendDown>().To<NetworkUnreachable>(Fully, FirewallRejects),
        Yield.Of<BackendDown>().To<WrongUpstream>(Partly, AnotherListensUnused),
        Yield.Of<BackendDown>().To<SocketMissing>(Fully, HasNowhereToPutItsSocket),
        Yield.Of<BackendDown>().To<BackendCrash>(Fully, DidNotJustStop),
        Yield.Of<BackendDown>().To<BackendSaturated>(Fully, SaysQueueIsFull),
        Yield.Of<BackendDown>().To<ContainerNetwork>(Partly, PastedPlaces.MeansItsOwnContainer),
        Yield.Of<WrongUpstream>().To<ContainerNetwork>(Partly, PastedPlaces.MeansItsOwnContainer),
        Yield.Of<BackendCrash>().To<BackendSaturated>(Fully, SaysQueueIsFull),
        Yield.Of<BackendCrash>().To<BackendSlow>(Fully, SaysWorkerTookTooLong),
        Yield.Of<ConnectionLimitNginx>().To<BackendSaturated>(Fully, SaysQueueIsFull),
        Yield.Of<BackendDown>().To<StaleConfiguration>(Fully, RunningConfiguration.UsesAnotherAddress),
        Yield.Of<WrongUpstream>().To<StaleConfiguration>(Fully, RunningConfiguration.UsesAnotherAddress),
        Yield.Of<SocketMissing>().To<StaleConfiguration>(Fully, RunningConfiguration.UsesAnotherAddress),
        Yield.Of<ConnectTimeout>().To<StaleConfiguration>(Fully, RunningConfiguration.UsesAnotherAddress),
        Yield
            .Of<NetworkUnreachable>()
            .To<StaleConfiguration>(Fully, RunningConfiguration.UsesAnotherAddress),
        Yield.Of<BackendDown>().To<AppStarting>(Fully, IsStarting),
        Yield.Of<WrongUpstream>().To<AppStarting>(Partly, Startup.Describe),
        Yield.Of<BackendCrash>().To<BackendOom>(Fully, EndedForWantOfMemory),
        Yield.Of<BackendCrash>().To<BackendDown>(Fully, PortIsTaken),
        Yield.Of<BackendCrash>().To<SocketMissing>(Fully, CannotMakeItsSocket),
        Yield.Of<BackendCrash>().To<DiskFull>(Fully, DiskIsFull),
        Yield.Of<BackendCrash>().To<DependencyDown>(Partly, MissesDependency),
        Yield.Of<BackendSaturated>().To<BackendSlow>(Fully, IsFrozen),
        Yield.Of<BackendSlow>().To<BackendSaturated>(Fully, WorkersAreBusy),
        Yield.Of<SocketMissing>().To<BackendDown>(Fully, WouldHaveMadeTheSocket),
        Yield.Of<SocketPermission>().To<MacDenied>(Fully, ModesLetNginxIn),
        Yield.Of<MacDenied>().To<SocketPermission>(Fully, ModesKeepNginxOut),
        Yield.Of<WrongUpstream>().To<DnsFailure>(Fully, StaleNameAtClosedPort),
        Yield.Of<WrongUpstream>().To<BackendDown>(Fully, OwnerDoesNotRun),
        Yield.Of<ProtocolMismatch>().To<BackendDown>(Fully, AnotherProgramAnswers),
        Yield.Of<ProtocolMismatch>().To<TlsUpstream>(Fully, AnswersTlsAlert),
        Yield.Of<KeepaliveRace>().To<BackendCrash>(Fully, DiedAtWork),
        Yield.Of<ConnectTimeout>().To<BackendSaturated>(Fully, AcceptQueueIsFull),
        Yield.Of<NetworkUnreachable>().To<ContainerNetwork>(Partly, IsContainerAddress),
        Yield.Of<NetworkUnreachable>().To<DnsFailure>(Fully, upstream => upstream.StaleName),
        Yield.Of<DnsFailure>().To<ContainerNetwork>(Fully, StaleAddressIsContainers),
    ];

    static readonly ILookup<Type, Rule> Rules = All.ToLookup(row => row.Cause, row => row.AsRule);

    public static IEnumerable<Rule> RulesOf(Cause cause) => Rules[cause.GetType()];

    static string? DiskIsFull(FailingUpstream upstream) =>
        FullDisk.Complaint(upstream) is null ? null : "its disk is full";

    static string? MissesDependency(FailingUpstream upstream) =>
        DependencyTrouble.Explains(upstream) ? "a dependency it needs does not answer" : null;

    static string? FirewallRejects(FailingUpstream upstream) =>
        upstream.RejectRule is { } rule ? $"a firewall rejects: {rule}" : null;

    static string? AnotherListensUnused(FailingUpstream upstream) =>
        PastedPlaces.SaysAnotherPort(upstream)?.Text
        ?? PastedPlaces.ListensOnLoopbackOnly(upstream)?.Text
        ?? PastedPlaces.AsksPublishedPort(upstream)
        ?? UnusedListener(upstream);

    static string? UnusedListener(FailingUpstream upstream) =>
        upstream.Unit is null && UnreferencedListeners.VouchedFor(upstream) is [var listener, ..]
            ? $"{listener} listens and nothing in nginx points there"
            : null;

    static string? HasNowhereToPutItsSocket(FailingUpstream upstream) =>
        upstream is { Unit: { } unit, MissingDirectory: { } missing }
            ? $"{missing} does not exist: {unit.Name} has nowhere to put its socket"
            : null;

    static string? CannotMakeItsSocket(FailingUpstream upstream) =>
        upstream.MissingDirectory is { } missing
            ? $"{missing} does not exist: a service that cannot create its socket gives up and is restarted"
            : null;

    static string? DidNotJustStop(FailingUpstream upstream) =>
        upstream.MissingDirectory is null && upstream.Exit is { WasServing: true } exit
            ? $"{upstream.Unit!.Name} did not just stop: {exit.Text}"
            : null;

    static string? EndedForWantOfMemory(FailingUpstream upstream) =>
        upstream.HasRemark(RemarkKind.OutOfMemory)
        || upstream.Exit is { WasServing: true } exit && MemoryTrouble.Explains(upstream, exit)
            ? "it ended because it ran out of memory"
            : null;

    static string? PortIsTaken(FailingUpstream upstream) =>
        upstream.PortConflict is null ? null : "another program has its port";

    static string? AnotherProgramAnswers(FailingUpstream upstream) =>
        upstream.PortConflict is null
            ? null
            : "the program that answers is not the service whose port it is";

    static string? IsFrozen(FailingUpstream upstream) =>
        ServingProcesses.Stopped(upstream) is not null
            ? "its process is stopped, so the queue fills for that reason"
            : null;

    static string? WorkersAreBusy(FailingUpstream upstream) =>
        upstream.Saturation is { } full ? $"all its workers are busy: {full.Text}" : null;

    static string? AcceptQueueIsFull(FailingUpstream upstream) =>
        upstream.Saturation is { Probe: "sockets.listening" } full
            ? full.Text
            : SaysQueueIsFull(upstream);

    static string? SaysQueueIsFull(FailingUpstream upstream) => upstream.Said(RemarkKind.QueueFull)?.Text;

    static string? SaysWorkerTookTooLong(FailingUpstream upstream) =>
        upstream.Said(RemarkKind.WorkerTimeout)?.Text;

    static string? IsStarting(FailingUpstream upstream) =>
        Startup.Describe(upstream) ?? upstream.Said(RemarkKind.Starting)?.Text;

    static string? WouldHaveMadeTheSocket(FailingUpstream upstream) =>
        upstream is { Unit: { IsRunning: false } unit, MissingDirectory: null }
            ? $"{unit.Name} is {unit.Active}: it would have created the socket"
            : null;

    static string? ModesLetNginxIn(FailingUpstream upstream) =>
        upstream.SocketPath is { Exists: true, Blocked: null }
            ? "owner and modes let nginx in, so a security module (SELinux, AppArmor) is more likely"
            : null;

    static string? ModesKeepNginxOut(FailingUpstream upstream) =>
        upstream.SocketPath?.Blocked is { } step
            ? $"{step.Path} is {step.Mode} {step.Owner}:{step.Group}, which explains it"
            : null;

    static string? StaleNameAtClosedPort(FailingUpstream upstream) =>
        upstream.Listener is null && !WrongUpstream.IsUnusableAddress(upstream)
            ? upstream.StaleName
            : null;

    static string? OwnerDoesNotRun(FailingUpstream upstream)
    {
        if (upstream is not { Listener: null, Owner: { Unit: { IsRunning: false } unit } owner })
            return null;
        if (WrongUpstream.IsUnusableAddress(upstream))
            return null;
        if (owner.Sure)
            return $"{owner.Service} is {unit.Active}; {owner.Because}";
        return UnreferencedListeners.VouchedFor(upstream).Count == 0
            ? $"{owner.Service} is {unit.Active}"
            : null;
    }

    static string? AnswersTlsAlert(FailingUpstream upstream) =>
        TlsAnswers.IsAlert(upstream.Answer) ? "what it answers is a TLS alert" : null;

    static string? DiedAtWork(FailingUpstream upstream) =>
        upstream is { KeepaliveGroup: not null, Exit: { WasServing: true } exit } ? exit.Text : null;

    static string? IsContainerAddress(FailingUpstream upstream) =>
        upstream.Find(ErrorKind.Unreachable) is { Sample.Errno: 113 }
        && ContainerAddress.IsContainer(upstream)
            ? "the address is one that container engines give out"
            : null;

    static string? StaleAddressIsContainers(FailingUpstream upstream) =>
        upstream.StaleName is not null && ContainerAddress.IsContainer(upstream)
            ? "the address is a container's"
            : null;
}
