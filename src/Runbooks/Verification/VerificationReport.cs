using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Verification;

/// <summary>What the numbers of a verification mean. Pure.</summary>
sealed class VerificationReport(Baseline baseline, CheckResult check)
{
    readonly VerificationFacts _facts =
        check.Facts.Find<VerificationFacts>() ?? new([], new Dictionary<int, int>(), []);

    public VerificationResult Result()
    {
        if (check.Failure is { } failure)
            return new(
                Helped.TooEarly,
                [new(failure.Reason, Ok: false)],
                baseline.Before,
                new(0, 0),
                $"could not verify: {failure.Reason}"
            );
        List<VerificationCheck> checks = [.. Pages(), .. Burst(), .. Logs(), Diagnosis()];
        var helped = Answer(checks);
        return new(
            helped,
            checks,
            baseline.Before,
            After,
            $"{Words(helped)}. Before: {baseline.Before}. Since: {After}."
        );
    }

    int Sent => _facts.Burst.Values.Sum();

    FailureShare After =>
        new(_facts.Logs.Sum(log => log.Status502 + log.Status504), _facts.Logs.Sum(log => log.Total));

    /// <summary>A cause at the back end that was fixed.</summary>
    DiagnosisResult? StillFound =>
        check.Verdict.Diagnoses.FirstOrDefault(diagnosis =>
            baseline.Upstream is null
            || diagnosis.Subjects.Any(subject => subject.Upstream == baseline.Upstream)
        );

    /// <summary>What fails at another back end does not count against this fix.</summary>
    bool FailsElsewhere =>
        StillFound is null && baseline.Upstream is not null && check.Verdict.Diagnoses.Count > 0;

    IEnumerable<VerificationCheck> Pages() =>
        _facts.Pages.Select(page => new VerificationCheck(
            $"{page.Vhost}{page.Path} answers {page.Status} in {page.Ms} ms",
            Ok: page.Status > 0 && page.Status is not (500 or 502 or 503 or 504)
        ));

    IEnumerable<VerificationCheck> Burst()
    {
        if (Sent == 0)
            return [];
        var answers = _facts
            .Burst.OrderBy(answer => answer.Key)
            .Select(answer => $"{answer.Value} × {answer.Key}");
        var isAnswered = !_facts.Burst.Keys.Any(status => status is 0 or 502 or 503 or 504);
        return [new($"burst of {Sent}: {string.Join(", ", answers)}", isAnswered)];
    }

    IEnumerable<VerificationCheck> Logs()
    {
        if (_facts.Logs.Count == 0)
            return [];
        var isUnrelated = FailsElsewhere && After.Failed > 0;
        var unrelated = isUnrelated ? $"; unrelated: {check.Verdict.First!.Title}" : "";
        return [new($"since the fix {After}{unrelated}", After.Failed == 0 || FailsElsewhere)];
    }

    VerificationCheck Diagnosis() =>
        StillFound is { } cause
            ? new($"still found: {cause.Title}", Ok: false)
            : new("no longer detected", Ok: true);

    Helped Answer(List<VerificationCheck> checks)
    {
        if (checks.Any(one => !one.Ok))
            return Helped.No;
        return IsBackendUnasked ? Helped.TooEarly : Helped.Yes;
    }

    /// <summary>Redirects come from nginx itself: with nothing else since, the back end was not asked.</summary>
    bool IsBackendUnasked =>
        _facts.Pages.All(page => page.Status is >= 300 and < 400)
        && After.Requests <= _facts.Pages.Count + Sent;

    static string Words(Helped helped) =>
        helped switch
        {
            Helped.Yes => "it helped",
            Helped.No => "it did not help",
            _ => "too early to say: no request has reached the back end since",
        };
}
