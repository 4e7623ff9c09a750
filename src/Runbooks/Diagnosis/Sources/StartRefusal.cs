using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>Why an nginx that does not run will not start: only nginx -t and the journal say so.</summary>
static class StartRefusal
{
    /// <returns>At most one line, as if it had just been logged; none when nginx runs or nothing is known.</returns>
    public static IEnumerable<ErrorLine> LinesOf(DiagnosisContext context)
    {
        if (!context.IsLive || context.Configuration is not { Running: false } configuration)
            return [];
        var now = context.Now.ToOffset(context.Zone).DateTime;
        return configuration
            .Instances.Select(instance => instance.Untested)
            .Append(InJournal(context))
            .Select(text => ErrorLine.Read(text ?? ""))
            .OfType<ErrorLine>()
            .Take(1)
            .Select(line => line with { Time = now });
    }

    static string? InJournal(DiagnosisContext context) =>
        context
            .Facts.Find<Journal>()
            ?.Of("nginx")
            .LastOrDefault(entry =>
                entry.Time > context.Now - context.Since && entry.Message.Contains("[emerg]")
            )
            ?.Message;
}
