using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Verification;

/// <summary>
/// Chooses the pages a verification requests: those that failed, and the ones that are always requested.
/// </summary>
/// <param name="always">Paths that are always requested.</param>
sealed class PageSelection(CheckResult check, IReadOnlyList<string> always)
{
    const int MostHosts = 4;
    const int MostPagesOfHost = 5;
    const int MostFailedOfHost = 3;
    const int LongestPath = 500;

    /// <summary>From here on a cause counts as possible, and its pages as dangerous.</summary>
    const double Possible = 0.2;

    readonly List<ErrorLine> _errors =
    [
        .. ErrorsOf(check).Where(line => ErrorKinds.Classify(line).IsFailure()),
    ];
    readonly List<AccessLine> _failed = [.. FailedOf(check).Where(IsRepeatable)];

    public IReadOnlyList<PageRequest> Pages()
    {
        var deadly = Deadly();
        return [.. VirtualHosts().SelectMany(host => PagesOf(host, deadly))];
    }

    /// <summary>The paths of error lines with one of these signals.</summary>
    public static HashSet<string> PathsOf(IEnumerable<ErrorLine> lines, params ErrorKind[] kinds) =>
        [
            .. lines
                .Where(line => kinds.Contains(ErrorKinds.Classify(line)))
                .Select(line => line.Request?.Split(' ').ElementAtOrDefault(1))
                .OfType<string>(),
        ];

    static IReadOnlyList<ErrorLine> ErrorsOf(CheckResult check) =>
        check.Facts.Find<ErrorLog>()?.Lines ?? [];

    static IEnumerable<AccessLine> FailedOf(CheckResult check) =>
        check.Facts.Find<AccessLogs>()?.Failed ?? [];

    static bool IsRepeatable(AccessLine line) => line.Method is "GET" or "HEAD" && line.Path is not null;

    IEnumerable<VirtualHost> VirtualHosts()
    {
        var hosts = check.Facts.Find<NginxConfiguration>()?.Hosts ?? [];
        var failing = check
            .Verdict.Subjects.Select(subject => subject.Vhost)
            .OfType<string>()
            .ToHashSet();
        return hosts
            .Where(host => host.Endpoint is not null && IsMeant(host, failing))
            .OrderByDescending(host => host.Locations.Count > 0)
            .DistinctBy(host => host.Name)
            .Take(MostHosts);
    }

    /// <summary>Those that fail; where none does, those that serve something.</summary>
    static bool IsMeant(VirtualHost host, HashSet<string> failing)
    {
        if (failing.Count == 0)
            return host.Locations.Count > 0;
        return failing.Contains(host.Name) || host.Names.Any(failing.Contains);
    }

    /// <summary>Paths that a back end may have crashed on.</summary>
    HashSet<string> Deadly() =>
        check.Verdict.Diagnoses.Any(MayHaveCrashed)
            ? PathsOf(_errors, ErrorKind.PrematureClose, ErrorKind.Reset, ErrorKind.BrokenPipe)
            : [];

    static bool MayHaveCrashed(DiagnosisResult diagnosis) =>
        diagnosis.Cause is "backend-crash" or "backend-oom" && diagnosis.Confidence >= Possible;

    IEnumerable<PageRequest> PagesOf(VirtualHost host, HashSet<string> deadly) =>
        MostFailed(host)
            .Concat(always)
            .Append("/")
            .Distinct()
            .Where(path => !deadly.Contains(path))
            .Take(MostPagesOfHost)
            .Select(path => new PageRequest(host.Endpoint!, NameFor(host), path));

    /// <summary>A name that can stand in a Host header.</summary>
    static string NameFor(VirtualHost host)
    {
        var isPattern = host.Name.Contains('*') || host.Name.StartsWith('~');
        return isPattern || host.Name is "_" or "" ? "localhost" : host.Name;
    }

    /// <summary>The pages that failed most often, as the logs name them for this virtual host.</summary>
    IEnumerable<string> MostFailed(VirtualHost host)
    {
        var inErrors = _errors
            .Where(line => IsPageOf(host, line))
            .Select(line => line.Request!.Split(' ')[1]);
        var inAccess = _failed
            .Where(line => line.Host is null || host.Names.Contains(line.Host))
            .Select(line => line.Path!);
        return inErrors
            .Concat(inAccess)
            .GroupBy(path => path)
            .OrderByDescending(paths => paths.Count())
            .Select(paths => paths.Key)
            .Where(path => path.Length < LongestPath)
            .Take(MostFailedOfHost);
    }

    static bool IsPageOf(VirtualHost host, ErrorLine line) =>
        host.Names.Contains(line.Server ?? "")
        && line.Request is { } request
        && request.StartsWith("GET ");
}
