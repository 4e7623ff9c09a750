using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Bot.Commands;

/// <summary>Starts a runbook because a person asked, in the incident that it belongs to or in one of its own.</summary>
public sealed class RunRequest(
    IncidentStore incidents,
    IncidentLifecycle lifecycle,
    RunStarter runs,
    RunbookLibrary library,
    ConfiguredHosts hosts,
    ApprovalGate gate,
    ThreadLocations locations
)
{
    /// <summary>An example for sentences that ask for a host.</summary>
    public string ExampleHost => hosts.Names.FirstOrDefault() ?? "web-01";

    /// <param name="targets">Names of hosts, as they were typed.</param>
    /// <param name="remedy">The action somebody chose among those of the verdict; null for the first.</param>
    public CommandAnswer Start(
        string name,
        IReadOnlyList<string> targets,
        CommandCall call,
        bool dryRun = false,
        string? remedy = null
    )
    {
        if (library.Find(name) is not { } runbook)
            return CommandAnswer.NoSuch("runbook", name, [.. library.All.Select(known => known.Name)]);
        if (remedy is not null && RemedyCatalog.Find(remedy) is null)
            return CommandAnswer.NoSuch(
                "action",
                remedy,
                [.. RemedyCatalog.All.Select(known => known.Name)]
            );
        if (targets.Count == 0)
            return new($"say which host: /502 {name} {ExampleHost}");
        List<string> found = [];
        foreach (var target in targets)
        {
            if (hosts.Find(target) is not { } host)
                return NoSuchHost(name, target);
            found.Add(host.Name);
        }
        var wanted = new Wanted(runbook, [.. found.Distinct()], dryRun, remedy);
        return Start(wanted, call);
    }

    CommandAnswer NoSuchHost(string runbook, string name)
    {
        var hint = Nearest.Of(name, hosts.Names) is { } near
            ? $"; did you mean {near}? /502 {runbook} {near}"
            : ".";
        return new($"there is no host '{name}'{hint} Configured: {string.Join(", ", hosts.Names)}");
    }

    CommandAnswer Start(Wanted wanted, CommandCall call)
    {
        var transaction = call.Unit;
        var joined = IncidentFor(transaction, wanted, call.Context) is { IsOver: false } open
            ? open
            : null;
        var number = joined?.Number ?? Open(wanted, call);
        if (
            wanted.Remedy is not null
            && gate.Supersede(transaction, number, wanted.Targets, call.Person) is { } refusal
        )
            return new(refusal);
        var run = runs.Start(
            transaction,
            wanted.Runbook,
            wanted.Targets,
            number,
            wanted.DryRun,
            call.Person,
            remedy: wanted.Remedy
        );
        var id = Incident.IdOf(number);
        return new(
            run is null
                ? $"{wanted.Runbook.Name} is already under way in {id}"
                : $"{wanted.Doing}: see {id}",
            id
        );
    }

    /// <summary>The thread's incident, or one about these hosts that is open, or where the same is under way.</summary>
    Incident? IncidentFor(Transaction transaction, Wanted wanted, long? context)
    {
        if (context is { } number)
            return incidents.Find(transaction, number);
        var alerted = incidents.NotOver().FirstOrDefault(open => IsAboutAll(open, wanted.Targets));
        if (alerted is not null || wanted.Remedy is not null)
            return alerted;
        var same = runs.UnderWay(transaction, wanted.Runbook, wanted.Targets, wanted.DryRun);
        return same is null ? null : incidents.Find(transaction, same.Value);
    }

    static bool IsAboutAll(Incident incident, IReadOnlyList<string> targets) =>
        incident.AlertName.Length > 0 && targets.All(incident.Hosts.Contains);

    long Open(Wanted wanted, CommandCall call)
    {
        var number = lifecycle.Open(
            call.Unit,
            title: $"{wanted.Runbook.Name} {string.Join(", ", wanted.Targets)}",
            severity: "none",
            wanted.Targets,
            alert: "",
            group: "",
            by: call.Person,
            data: "{}"
        );
        if (call.Location is not null)
            locations.Keep(call.Unit, number, call.Location);
        return number;
    }

    sealed record Wanted(Runbook Runbook, IReadOnlyList<string> Targets, bool DryRun, string? Remedy)
    {
        public string Doing => $"{(DryRun ? "dry run of " : "")}{Word} {string.Join(", ", Targets)}";

        string Word =>
            Runbook.Name switch
            {
                ShippedRunbooks.Check => "checking",
                ShippedRunbooks.Verify => "verifying",
                var name => name + " on",
            };
    }
}
