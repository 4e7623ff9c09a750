using ChatOps502.Bot.Access;

namespace ChatOps502.Bot.Commands;

sealed class WhoAmICommand(AccessPolicy access) : ChatCommand
{
    public override string Word => "whoami";

    public override string Does => "who you are to the bot, and what you may";

    public override Permission Permission => Permission.Look;

    public override CommandAnswer Run(CommandCall call)
    {
        var person = call.Person;
        var may = Enum.GetValues<Permission>()
            .Where(permission => access.Refuses(person, permission) is null)
            .Select(Permissions.Words)
            .ToList();
        return new(
            $"you are {Describe(person)}; you may {(may.Count > 0 ? string.Join(", ", may) : "nothing here")}"
        );
    }

    static string Describe(Person person)
    {
        var who = person.Id is { } id && id != person.Name ? $"{person.Name} ({id})" : person.Name;
        if (person.Groups.Count > 0)
            who += $", in {string.Join(", ", person.Groups)}";
        if (person.Outsider is { } outsider)
            who += $", who {outsider}";
        return who;
    }
}
