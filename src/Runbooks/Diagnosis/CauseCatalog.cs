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
    ];
}
