using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Hosts;

/// <summary>A machine the bot may check and fix.</summary>
/// <param name="Name">What people type: <c>/502 check web-01</c>.</param>
/// <param name="Sudo">Whether commands that need root go through <c>sudo -n</c>.</param>
/// <param name="Services">Services with commands of their own, besides those its service manager knows.</param>
public sealed record Host(
    string Name,
    IExecutor Executor,
    bool Sudo,
    IReadOnlyList<string> Tags,
    IReadOnlyList<CustomService> Services
)
{
    /// <summary>The command as it must be run on this host when it needs root.</summary>
    public IReadOnlyList<string> AsRoot(IReadOnlyList<string> argv) =>
        Sudo ? ["sudo", "-n", .. argv] : argv;
}
