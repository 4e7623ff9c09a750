using ChatOps502.Runbooks.Diagnosis.Causes;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Every cause that is weighed. One file and one line each.</summary>
public static class CauseCatalog
{
    public static IReadOnlyList<Cause> All { get; } =
    [
        new BackendDown(),
        new BackendCrash(),
        new BackendOom(),
        new BackendSlow(),
        new BackendSaturated(),
        new SocketMissing(),
        new SocketPermission(),
        new WrongUpstream(),
        new NoLiveUpstreams(),
        new DependencyDown(),
        new ProtocolMismatch(),
        new TlsUpstream(),
        new HeaderTooBig(),
        new RequestTooLarge(),
        new Http2Grpc(),
        new KeepaliveRace(),
        new ConnectTimeout(),
        new NetworkUnreachable(),
        new DnsFailure(),
        new ContainerNetwork(),
        new K8sNoEndpoints(),
        new MacDenied(),
        new ConnectionLimitNginx(),
        new PortExhaustion(),
        new DiskFull(),
        new StaleConfiguration(),
        new AppStarting(),
    ];
}
