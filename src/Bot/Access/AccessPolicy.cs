using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Access;

/// <summary>The one answer to who may do what, on every surface.</summary>
public sealed class AccessPolicy(Settings settings, ConfiguredHosts hosts)
{
    public const string Members = "members";
    readonly SamePerson _same = new(settings.Access);

    /// <summary>Null when this person may; else why not and who may, in a sentence.</summary>
    /// <param name="host">Where it would happen; "" for no host in particular.</param>
    /// <param name="action">What would be done there, for example service.restart; "" for nothing in
    /// particular.</param>
    public string? Refuses(Person person, Permission deed, string host = "", string action = "")
    {
        var who = Who(deed, host, action);
        if (IsAmong(person, who))
            return null;
        var where = host.Length > 0 ? $" on {host}" : "";
        var why = person.Outsider is { } outsider
            ? $"{person.Name} {outsider}"
            : "somebody else is named for it";
        return $"{person.Name} may not {Permissions.Words(deed)}{where}: {why}. Who may: {Spoken(who)}";
    }

    /// <summary>
    /// Null when this person may decide what somebody else, or they themselves, asked for; else why not.
    /// </summary>
    /// <param name="requester">Who asked.</param>
    /// <param name="acknowledger">Who acknowledged the incident; null for nobody.</param>
    public string? RefusesApproval(
        Person person,
        string host,
        string action,
        Person requester,
        Person? acknowledger
    )
    {
        if (Refuses(person, Permission.Production, host, action) is { } refusal)
            return refusal;
        return settings.Approvals.FourEyes ? RefusesSecond(person, requester, acknowledger) : null;
    }

    string? RefusesSecond(Person person, Person requester, Person? acknowledger)
    {
        var first = requester;
        if (requester.IsMachine)
        {
            // an alert asked: one person decides, unless who acknowledged it counts as the first of two
            if (!settings.Approvals.AcknowledgerAsked)
                return null;
            if (acknowledger is null)
                return "somebody has to acknowledge the incident first, then a second person decides "
                    + "(Approvals:AcknowledgerAsked)";
            first = acknowledger;
        }
        return _same.Are(person, first) switch
        {
            false => null,
            true => $"{person.Name} asked for it, and a second person has to decide (Approvals:FourEyes)",
            null =>
                $"a second person has to decide (Approvals:FourEyes), and {person.Name} ({person.Source}) may "
                    + $"be {first.Name} ({first.Source}): "
                    + "name both under Access:People",
        };
    }

    /// <summary>Whom an approval card names; empty: every member who sees it.</summary>
    public IReadOnlyList<string> MayDecide(string host, string action) =>
        Who(Permission.Production, host, action) is var who && who.Contains(Members) ? [] : who;

    /// <summary>Whether what somebody asks for needs another one.</summary>
    public bool WantsSecond => settings.Approvals.FourEyes;

    public bool WantsReason => settings.Approvals.ReasonRequired;

    /// <summary>Null when the reason is good enough; else what is wanted.</summary>
    public string? RefusesReason(string? reason)
    {
        if (reason?.Length > Limits.Reason)
            return $"a reason may have {Limits.Reason} characters, this one has {reason.Length}";
        return WantsReason && string.IsNullOrWhiteSpace(reason)
            ? "a reason is required (Approvals:ReasonRequired)"
            : null;
    }

    /// <summary>Everybody and every group that the configuration names.</summary>
    public static IEnumerable<string> Named(Settings settings) =>
        settings.Access.Rules.SelectMany(r => r.Who).Concat(settings.Approvals.Approvers).Distinct();

    List<string> Who(Permission deed, string host, string action)
    {
        var rule = settings.Access.Rules.Find(r =>
            Permissions.Find(r.Do) == deed && IsFor(r, host, action)
        );
        if (rule is not null)
            return rule.Who;
        return deed == Permission.Production && settings.Approvals.Approvers is { Count: > 0 } approvers
            ? approvers
            : [Members];
    }

    bool IsFor(AccessRule rule, string host, string action)
    {
        if (rule.Actions.Count > 0 && !rule.Actions.Contains(action))
            return false;
        return rule.Tags.Count == 0 || hosts.Find(host)?.Tags.Any(rule.Tags.Contains) == true;
    }

    /// <summary>In a chat only the ID counts: anybody can call themselves anything.</summary>
    static bool IsAmong(Person person, List<string> who)
    {
        if (person.IsMachine)
            return true;
        if (who.Contains(Members) && person.Outsider is null)
            return true;
        return person.Id is { } id
            ? who.Contains(id) || person.Groups.Any(who.Contains)
            : who.Contains(person.Name);
    }

    static string Spoken(List<string> who) =>
        who.Count == 0 ? "nobody (Access:Rules)" : string.Join(", ", who);
}
