using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end fails because its database or another dependency does.</summary>
public sealed class DependencyDown : Cause
{
    public override string Id => "dependency-down";

    public override string Family => CauseFamily.BackendUnavailable;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.For(Points.SaysDependency, WhatItSays),
        Rule.For(Points.DependencyFails, "dependencies", CannotConnect),
        Rule.For(Points.DependencyFails, "dependencies", DatabaseReportsTrouble),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.Logged(Points.Hinted, upstream => upstream.Errors.FirstOrDefault()),
        Rule.For(Points.Hinted, "services.units", DatabaseIsStopped),
        Rule.Against(Points.RivalFits, AcceptsConnectionsNow),
    ];

    /// <summary>A dependency that fails while every request is answered is no cause.</summary>
    public override bool Concerns(FailingUpstream upstream) =>
        upstream.Count > 0 || !upstream.Context.IsLive;

    public override Wording Describe(FailingUpstream upstream)
    {
        var name = DependencyTrouble.Failed(upstream)?.ToString() ?? LocalDatabase(upstream)?.Name;
        return new(
            $"{upstream.ServiceOr("the back end")} fails at {name ?? "a dependency"}",
            $"{upstream.ServiceOr("The back end")} cannot serve {upstream} without {name ?? "its dependency"}: "
                + $"{WhatIsWrong(upstream)?.TrimEnd('.')}."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (LocalDatabase(upstream) is { IsStopped: true } database)
        {
            var action = database.Active == "failed" ? "service.restart" : "service.start";
            yield return BackendFixes.ActOn(
                upstream,
                database,
                action,
                $"{upstream.ServiceOr("the back end")} needs it"
            );
        }
        yield return Remedy.Advice(
            "fix the dependency first (is it up, reachable, does the login work, has it connections left?); restarting "
                + "the back end alone changes nothing"
        );
    }

    static EvidenceItem? WhatItSays(FailingUpstream upstream)
    {
        if (DependencyTrouble.LogLine(upstream) is not { } words)
            return null;
        return new(upstream.Said(RemarkKind.Dependency)?.Probe ?? "services.journal", words);
    }

    static string? WhatIsWrong(FailingUpstream upstream)
    {
        if (DependencyTrouble.LogLine(upstream) is { } words)
            return words;
        if (DependencyTrouble.TroubledDatabase(upstream) is { } database)
            return DependencyTrouble.Trouble(database);
        return DependencyTrouble.Failed(upstream) is { } failed ? DependencyTrouble.Reason(failed) : null;
    }

    static string? CannotConnect(FailingUpstream upstream) =>
        DependencyTrouble.Failed(upstream) is { } failed
            ? $"{failed} {DependencyTrouble.Reason(failed)}; {failed.NamedBy} is configured to use it"
            : null;

    static string? DatabaseReportsTrouble(FailingUpstream upstream) =>
        DependencyTrouble.TroubledDatabase(upstream) is { } answer
            ? $"{answer.Kind}: {DependencyTrouble.Trouble(answer)}"
            : null;

    static string? DatabaseIsStopped(FailingUpstream upstream) =>
        LocalDatabase(upstream) is { IsStopped: true } unit ? $"{unit.Name} is {unit.Active}" : null;

    static string? AcceptsConnectionsNow(FailingUpstream upstream)
    {
        if (
            DependencyTrouble.Failed(upstream) is not null
            || DependencyTrouble.TroubledDatabase(upstream) is not null
        )
            return null;
        var connected = DependencyTrouble
            .Of(upstream)
            .Where(dependency => dependency.Errno == 0)
            .ToList();
        return connected.Count == 0 ? null : $"{string.Join(", ", connected)} takes connections now";
    }

    /// <summary>The database's service on the back end's own machine: another machine's is not started here.</summary>
    static ServiceUnit? LocalDatabase(FailingUpstream upstream)
    {
        var failed = DependencyTrouble.Failed(upstream);
        var isLocal = failed is null
            ? DependencyTrouble
                .Of(upstream)
                .All(dependency => DependencyTrouble.IsLocal(upstream, dependency))
            : DependencyTrouble.IsLocal(upstream, failed);
        var kind =
            failed?.Kind
            ?? DependencyTrouble.TroubledDatabase(upstream)?.Kind
            ?? DatabaseService.KindIn(DependencyTrouble.LogLine(upstream));
        return isLocal && kind is not null ? DatabaseService.Find(upstream, kind) : null;
    }
}
