using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Pasted;

namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>
/// nginx's error log, sorted by upstream. Lines that name none (limits, names, files) stand together as nginx's own
/// trouble. What other proxies logged is told in their words and means the same.
/// </summary>
sealed class NginxErrorLog : FailureSource
{
    /// <summary>Of those with the most lines: a log can be made to name any number.</summary>
    const int MostUpstreams = 40;

    sealed record Failure(ErrorLine Line, ErrorKind Kind, DateTimeOffset? At)
    {
        public string Probe { get; init; } = "nginx.error-log";
    }

    public override IEnumerable<FailingUpstream> FindIn(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> known
    ) =>
        FailuresIn(context)
            .Concat(OfOtherProxies(context))
            .GroupBy(failure => UpstreamAddress.Of(failure.Line)?.ToString() ?? "")
            .OrderByDescending(group => group.Count())
            .Take(MostUpstreams)
            .Select(group => Upstream(context, [.. group]));

    static IEnumerable<Failure> FailuresIn(DiagnosisContext context)
    {
        var logged = context.Facts.Find<ErrorLog>()?.Lines ?? [];
        return logged
            .Concat(StartRefusal.LinesOf(context))
            .Where(line => !context.Clock.IsAhead(context.TimeOf(line)))
            .Select(line => new Failure(
                line,
                ErrorKinds.Classify(line),
                context.Clock.Placed(context.TimeOf(line))
            ))
            .Where(failure => failure.Kind.IsFailure() && IsInWindow(context, failure.At));
    }

    static IEnumerable<Failure> OfOtherProxies(DiagnosisContext context) =>
        (context.Facts.Find<ProxyErrors>()?.All ?? []).Select(message => new Failure(
            message.AsErrorLine,
            message.Kind,
            At: null
        )
        {
            Probe = "proxy.log",
        });

    static bool IsInWindow(DiagnosisContext context, DateTimeOffset? at) =>
        at is null || at >= context.Now - context.Since;

    static FailingUpstream Upstream(DiagnosisContext context, IReadOnlyList<Failure> failures) =>
        UpstreamReader.Read(
            context,
            new(
                UpstreamAddress.Of(failures[0].Line),
                MostNamedServer(failures),
                Errors: GroupByKind(failures),
                Lines: [.. failures.Select(failure => failure.Line)],
                LastAt: failures.Max(failure => failure.At)
            )
        );

    static IReadOnlyList<ErrorGroup> GroupByKind(IReadOnlyList<Failure> failures) =>
        [
            .. failures
                .GroupBy(failure => failure.Kind)
                .Select(group => new ErrorGroup(
                    group.Key,
                    group.Count(),
                    group.Min(failure => failure.At),
                    group.Max(failure => failure.At),
                    group.Last().Line
                )
                {
                    Probe = group.Last().Probe,
                })
                .OrderByDescending(group => group.Count),
        ];

    static string? MostNamedServer(IReadOnlyList<Failure> failures) =>
        failures
            .Select(failure => failure.Line.Server)
            .OfType<string>()
            .GroupBy(server => server)
            .MaxBy(group => group.Count())
            ?.Key;
}
