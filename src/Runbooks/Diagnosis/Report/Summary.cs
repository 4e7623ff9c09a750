using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>A verdict in one sentence.</summary>
static class Summary
{
    static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five"];

    public static string Of(
        DiagnosisContext context,
        VerdictStatus status,
        Ranking ranking,
        VerdictWindow window
    )
    {
        var diagnoses = ranking.Diagnoses;
        if (status == VerdictStatus.Healthy)
            return Healthy(context, window);
        if (status == VerdictStatus.Unknown)
            return Unknown(context, window);
        if (diagnoses.Count == 0)
            return Unexplained(context, status, window);
        if (ranking.Faults.Count > 1)
            return SeveralFaults(ranking.Faults);
        return diagnoses[0].Confidence < 0.5 ? Inconclusive(diagnoses) : OneFault(diagnoses[0]);
    }

    static string Healthy(DiagnosisContext context, VerdictWindow window)
    {
        var over = context.Failing.Any(upstream => upstream.Count > 0);
        return $"healthy: {Counts(context, window)}" + (over ? "; earlier failures are over" : "");
    }

    static string Unknown(DiagnosisContext context, VerdictWindow window)
    {
        if (context is { IsLive: true, Configuration: null })
            return "inconclusive: no nginx was found on this host" + Unread(context, "; could not read ");
        if (Unread(context, "") is { Length: > 0 } gaps)
            return context.IsLive
                ? $"inconclusive: {Counts(context, window)}, but could not read {gaps}"
                : $"inconclusive: could not read {gaps}";
        if (!context.IsLive)
            return UnknownPaste(context);
        return window.Requests == 0
            ? "inconclusive: no requests in the window, so nothing shows that pages work"
            : "inconclusive: there is no evidence to judge by";
    }

    static string UnknownPaste(DiagnosisContext context)
    {
        if (UnknownErrors.Unjudged(context).LastOrDefault() is { } line)
            return $"inconclusive: nothing here says why a back end fails; the newest line is: {line.Message}";
        return context.Facts.Raw.Values.Any(text => text.Trim().Length > 0)
            ? "inconclusive: nothing in what was pasted tells why requests fail"
            : "inconclusive: there is no evidence to judge by";
    }

    /// <summary>The gaps that matter; where there are none, whatever could not be read.</summary>
    static string Unread(DiagnosisContext context, string lead)
    {
        var gaps = ReadingGaps.Of(context);
        if (gaps.Count == 0)
            gaps = [.. context.Facts.Unreadable.Select(gap => $"{gap.What} ({gap.Why})")];
        return gaps.Count == 0 ? "" : lead + string.Join(", ", gaps.Take(3));
    }

    static string Unexplained(DiagnosisContext context, VerdictStatus status, VerdictWindow window)
    {
        if (context is { IsLive: true, Configuration.Running: false })
            return context.ConfigurationError is { } error
                ? $"nginx does not run, and would not start: {error}"
                : "nginx is installed and not running on this host";
        if (context.Failing.FirstOrDefault(upstream => upstream.Count > 0) is { } failing)
            return $"requests fail and no known cause fits: {failing.Errors[0].Sample.Message}";
        if (!context.IsLive && UnknownErrors.In(context).LastOrDefault() is { } pasted)
            return $"requests fail and no known cause fits: {pasted.Message}";
        if (context.IsLive && window.Failed == 0 && UnknownErrors.Newest(context) is { } line)
            return $"{Counts(context, window)}; an error that no rule knows: [{line.Level}] {line.Message}";
        if (context.IsLive && window is { Failed: 0, Requests: > 0 } && status == VerdictStatus.Unhealthy)
            return $"none of {window.Requests} requests succeeded: the back end itself answers 5xx";
        return $"{Counts(context, window)}, and {ErrorLogIsSilent(context)}: the application may answer 502 itself, or "
            + "errors are logged elsewhere";
    }

    /// <summary>What was not searched is not said to be silent.</summary>
    static string ErrorLogIsSilent(DiagnosisContext context) =>
        context.Facts.Find<ErrorLog>()?.Cut is { } cut
            ? $"no error log says why after {TimeOf(cut)}, and further back none was read"
            : "no error log says why";

    static string TimeOf(LogCut cut) =>
        cut.From is { } from ? $"{from.UtcDateTime:HH:mm:ss} UTC" : "its cut";

    static string SeveralFaults(IReadOnlyList<DiagnosisResult> faults)
    {
        var number = faults.Count < Numbers.Length ? Numbers[faults.Count] : faults.Count.ToString();
        var named = faults.Select(fault => $"{fault.Cause} ({fault.Title})");
        return $"{number} faults at once: {string.Join("; ", named)}";
    }

    static string Inconclusive(IReadOnlyList<DiagnosisResult> diagnoses)
    {
        var first = diagnoses[0];
        return diagnoses.Count == 1
            ? $"inconclusive, perhaps {Candidate(first)}: {first.Title}"
            : $"inconclusive between {Candidate(first)} and {Candidate(diagnoses[1])}: {first.Title}";
    }

    static string Candidate(DiagnosisResult diagnosis) =>
        $"{diagnosis.Cause} ({diagnosis.Confidence:0.##})";

    /// <summary>The title, with the first sentence of the explanation unless that begins the same way.</summary>
    static string OneFault(DiagnosisResult diagnosis)
    {
        var first = diagnosis.Explanation.Split(". ")[0].TrimEnd('.');
        return first.StartsWith(diagnosis.Title) ? first : $"{diagnosis.Title}: {first}";
    }

    static string Counts(DiagnosisContext context, VerdictWindow window)
    {
        if (window.Requests == 0)
            return "no requests in the window";
        var counts =
            $"{window.Status502} × 502 and {window.Status504} × 504 in {window.Requests} requests";
        return context.Requests?.Cut is { } cut
            ? $"{counts} since {TimeOf(cut)} (a part: the access log was not read further back)"
            : counts;
    }
}
