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
            return Unknown(context);
        if (diagnoses.Count == 0)
            return Unexplained(context, status, window);
        if (ranking.Faults.Count > 1)
            return SeveralFaults(ranking.Faults);
        return diagnoses[0].Confidence < 0.5 ? Inconclusive(diagnoses) : OneFault(diagnoses[0]);
    }

    static string Healthy(DiagnosisContext context, VerdictWindow window)
    {
        var over = context.Failing.Any(upstream => upstream.Count > 0);
        return $"healthy: {Counts(window)}" + (over ? "; earlier failures are over" : "");
    }

    static string Unknown(DiagnosisContext context)
    {
        var gaps = context.Facts.Unreadable.Take(3).Select(gap => $"{gap.What} ({gap.Why})").ToList();
        if (gaps.Count > 0)
            return $"inconclusive: could not read {string.Join(", ", gaps)}";
        if (!context.IsLive)
            return UnknownPaste(context);
        return context is { Configuration: null }
            ? "inconclusive: no nginx was found on this host"
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

    static string Unexplained(DiagnosisContext context, VerdictStatus status, VerdictWindow window)
    {
        if (status == VerdictStatus.Degraded)
            return "nginx is installed and not running on this host";
        if (context is { Configuration.Running: false, ConfigurationError: { } error })
            return $"nginx does not run, and would not start: {error}";
        var known = context.Failing.FirstOrDefault(upstream => upstream.Count > 0)?.Errors[0].Sample;
        var line = known ?? (context.IsLive ? null : UnknownErrors.In(context).LastOrDefault());
        return line is not null
            ? $"requests fail and no known cause fits: {line.Message}"
            : $"{Counts(window)}, and no error log says why: the application may answer 502 itself, or errors are "
                + "logged elsewhere";
    }

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

    static string Candidate(DiagnosisResult diagnosis) => $"{diagnosis.Cause} ({diagnosis.Confidence:0.##})";

    /// <summary>The title, with the first sentence of the explanation unless that begins the same way.</summary>
    static string OneFault(DiagnosisResult diagnosis)
    {
        var first = diagnosis.Explanation.Split(". ")[0].TrimEnd('.');
        return first.StartsWith(diagnosis.Title) ? first : $"{diagnosis.Title}: {first}";
    }

    static string Counts(VerdictWindow window) =>
        window.Requests > 0
            ? $"{window.Status502} × 502 and {window.Status504} × 504 in {window.Requests} requests"
            : "no requests in the window";
}
