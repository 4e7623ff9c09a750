using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Executors;

/// <summary>A machine the bot may ask and mend.</summary>
/// <param name="Name">What people type: <c>/502 check web-01</c>.</param>
/// <param name="Sudo">Whether commands that need root go through <c>sudo -n</c>.</param>
/// <param name="Services">Services with commands of their own, beside those its service manager knows.</param>
public sealed record Host(
    string Name,
    IExecutor Executor,
    bool Sudo,
    IReadOnlyList<string> Tags,
    IReadOnlyList<CustomService> Services
)
{
    /// <summary>The command as it must be run on this host when it needs root.</summary>
    public IReadOnlyList<string> AsRoot(IReadOnlyList<string> argv) => Sudo ? ["sudo", "-n", .. argv] : argv;
}

/// <summary>The configured hosts.</summary>
public interface IHosts
{
    IReadOnlyList<string> Names { get; }

    /// <summary>By the configured name; null when there is none.</summary>
    Host? Find(string name);

    /// <summary>By the address it is configured with; null when there is none.</summary>
    Host? At(string address);
}
