using ChatOps502.Probes.Applications;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Questions about what was pasted beside nginx's lines.</summary>
public sealed partial class FailingUpstream
{
    /// <summary>Telling lines of these kinds; none on a live host, whose probes read its logs themselves.</summary>
    public IEnumerable<Remark> Remarks(params IReadOnlyList<RemarkKind> kinds) =>
        Context.IsLive ? [] : Context.Facts.Find<Remarks>()?.Of(kinds) ?? [];

    public bool HasRemark(params IReadOnlyList<RemarkKind> kinds) => Remarks(kinds).Any();

    /// <summary>The newest line of these kinds with their number; null when there is none.</summary>
    public EvidenceItem? Said(params IReadOnlyList<RemarkKind> kinds)
    {
        var all = Remarks(kinds).ToList();
        if (all.Count == 0)
            return null;
        return new(all[^1].Source, all[^1].Line, all.Count, all[^1].At);
    }

    /// <summary>No line of nginx says how requests fail, or they fail where nobody takes the connection.</summary>
    public bool MayBeDown =>
        Count == 0
        || Has(
            ErrorKind.Refused,
            ErrorKind.SocketMissing,
            ErrorKind.NoLiveUpstreams,
            ErrorKind.NotResolved,
            ErrorKind.Unreachable
        );

    /// <summary>No line of nginx says how requests fail, or connections end early.</summary>
    public bool MayDropConnections =>
        MayBeDown || Has(ErrorKind.PrematureClose, ErrorKind.Reset, ErrorKind.BrokenPipe);
}
