using ChatOps502.Bot.Access;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Tests.Access;

public sealed class AccessPolicyTests
{
    static readonly Person Ann = new("Ann", "slack", "U0ANN"),
        Bob = new("Bob", "slack", "U0BOB") { Groups = ["S0ONCALL"] };
    static readonly Person Guest = new("Gus", "slack", "U0GUS") { Outsider = "is a guest here" };
    static readonly Person Root = new("root", "console"),
        Alertmanager = new("alertmanager", "alertmanager");

    static AccessPolicy Policy(
        AccessRule? rule = null,
        ApprovalSettings? approvals = null,
        params (string Name, string[] Ids)[] people
    )
    {
        var settings = new Settings
        {
            Hosts =
            {
                ["db-01"] = new() { Executor = "local", Tags = ["db"] },
                ["web-01"] = new() { Executor = "local" },
            },
            Approvals = approvals ?? new(),
        };
        if (rule is not null)
            settings.Access.Rules.Add(rule);
        foreach (var (name, ids) in people)
            settings.Access.People[name] = [.. ids];
        return new(settings, new(settings, TimeProvider.System));
    }

    [Theory]
    [InlineData(Permission.Look)]
    [InlineData(Permission.Talk)]
    [InlineData(Permission.Incident)]
    [InlineData(Permission.Alerting)]
    [InlineData(Permission.Production)]
    public void An_outsider_may_nothing_unless_named(Permission deed)
    {
        Assert.Contains("is a guest here", Policy().Refuses(Guest, deed));
        Assert.Null(Policy().Refuses(Ann, deed));
        Assert.Null(
            Policy(new() { Do = deed.ToString().ToLowerInvariant(), Who = ["U0GUS"] })
                .Refuses(Guest, deed)
        );
    }

    [Fact]
    public void A_rule_names_who_may_by_id_or_group_and_everybody_else_may_not()
    {
        var policy = Policy(new() { Do = "alerting", Who = ["S0ONCALL"] });
        Assert.Null(policy.Refuses(Bob, Permission.Alerting));
        Assert.Contains("Who may: S0ONCALL", policy.Refuses(Ann, Permission.Alerting));
        // a name decides nothing
        Assert.NotNull(policy.Refuses(new("S0ONCALL", "slack", "U0EVE"), Permission.Alerting));
    }

    [Fact]
    public void A_rule_holds_for_its_tags_and_actions_only()
    {
        var policy = Policy(
            new()
            {
                Do = "production",
                Tags = ["db"],
                Actions = ["service.restart"],
                Who = ["U0BOB"],
            }
        );
        Assert.NotNull(policy.Refuses(Ann, Permission.Production, "db-01", "service.restart"));
        Assert.Null(policy.Refuses(Ann, Permission.Production, "db-01", "service.start"));
        Assert.Null(policy.Refuses(Ann, Permission.Production, "web-01", "service.restart"));
        Assert.Null(policy.Refuses(Bob, Permission.Production, "db-01", "service.restart"));
    }

    public static TheoryData<Person, Person, bool> Deciders =>
        new()
        {
            { Ann, Ann, false }, // the same person in Slack
            { Ann, Bob, true },
            { Root, Root, false }, // the same person at the console
            { Root, new("root", "api"), false }, // ... and through the API
            { new("console", "api"), new("console", "console"), false }, // everybody with the token has one name
            // the same person at the machine and through a proxy
            { new("root", "console"), new("console", "api"), false },
            { Ann, Root, false }, // nobody can tell
            { new("ann", "api", "ann"), new("bob", "console", "bob"), true }, // a proxy signs them in
            { new("***", "api", "ann"), new("ann", "console", "ann"), false }, // their name is masked where it is kept
            { new("ann", "api", "ann"), Bob, false }, // in Slack she may be Bob
            { Alertmanager, Ann, true }, // an alert asked
        };

    [Theory]
    [MemberData(nameof(Deciders))]
    public void Four_eyes_are_two_persons_whatever_the_surface(Person asked, Person decides, bool may) =>
        Assert.Equal(
            may,
            Policy(approvals: new() { FourEyes = true })
                .RefusesApproval(decides, "web-01", "service.start", asked, null)
                is null
        );

    [Fact]
    public void People_of_two_surfaces_are_told_apart_where_the_configuration_names_them()
    {
        var policy = Policy(
            null,
            new() { FourEyes = true },
            ("ann", ["U0ANN", "ann"]),
            ("bob", ["U0BOB", "bob"])
        );
        Assert.NotNull(policy.RefusesApproval(new("ann", "console"), "web-01", "x", Ann, null));
        Assert.Null(policy.RefusesApproval(new("bob", "console"), "web-01", "x", Ann, null));
    }

    [Fact]
    public void Who_acknowledged_counts_as_the_first_only_if_configured()
    {
        var policy = Policy(approvals: new() { FourEyes = true, AcknowledgerAsked = true });
        Assert.Contains("acknowledge", policy.RefusesApproval(Ann, "web-01", "x", Alertmanager, null));
        Assert.NotNull(policy.RefusesApproval(Ann, "web-01", "x", Alertmanager, Ann));
        Assert.Null(policy.RefusesApproval(Bob, "web-01", "x", Alertmanager, Ann));
    }
}
