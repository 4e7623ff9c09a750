using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Applications;

/// <summary>One telling line of a program's log or of a tool's output.</summary>
/// <param name="Source">Where it was found: app.log, services.journal, containers, kubernetes, ...</param>
/// <param name="Address">Where it listens or what it could not reach; null when the line names none.</param>
/// <param name="At">When it was said; null when the line does not tell.</param>
public sealed record Remark(
    RemarkKind Kind,
    string Source,
    string Line,
    BackendAddress? Address = null,
    DateTimeOffset? At = null
);

/// <summary>All telling lines, in the order in which they stand.</summary>
public sealed record Remarks(IReadOnlyList<Remark> All)
{
    public IEnumerable<Remark> Of(params IReadOnlyList<RemarkKind> kinds) =>
        All.Where(remark => kinds.Contains(remark.Kind));
}
