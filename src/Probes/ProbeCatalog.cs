using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Databases;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Probes;

/// <summary>
/// Every question a check asks, in the order the answers are read: later ones may use the facts of earlier ones.
/// </summary>
public static class ProbeCatalog
{
    public static IReadOnlyList<Probe> All { get; } =
    [
        new HostProbe(),
        new ConfigurationProbe(),
        new ErrorLogProbe(),
        new AccessLogProbe(),
        new ListeningProbe(),
        new SocketFileProbe(),
        new UnitProbe(),
        new JournalProbe(),
        new ProcessProbe(),
        new PhpFpmProbe(),
        new JavaProbe(),
        new ContainerProbe(),
        new DependencyProbe(),
        new MemoryProbe(),
        new LoadProbe(),
        new DiskProbe(),
        new KernelProbe(),
        new ChangeProbe(),
        new NameProbe(),
        new PathProbe(),
        new CertificateProbe(),
        new PeerProbe(),
    ];
}
