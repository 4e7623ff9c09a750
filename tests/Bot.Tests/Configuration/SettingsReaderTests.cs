using System.Collections;
using ChatOps502.Bot.Composition;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Tests.Configuration;

public sealed class SettingsReaderTests
{
    static IReadOnlyList<string> Problems(string json, Hashtable? environment = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return SettingsReader.Read(file, SettingsRules.All, environment ?? []).Problems;
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void What_ships_is_sound_and_shows_every_key()
    {
        var (settings, problems) = SettingsReader.Read(null, SettingsRules.All, new Hashtable());
        Assert.Empty(problems);
        Assert.Equal("local", settings!.Hosts["here"].Executor);
        Assert.Equal("nginx-502", settings.Alerts.Routes["High502Rate"]);
        Assert.Equal(2, settings.Verification.AgainAfter.Count);
    }

    [Theory]
    [InlineData(
        """{"Hosts":{"web-01":{"Adress":"x"}}}""",
        "Hosts:web-01:Adress is not a setting; the nearest right one is Hosts:web-01:Address"
    )]
    [InlineData(
        """{"Consol":{"Url":"x"}}""",
        "Consol is not a setting; the nearest right one is Console"
    )]
    [InlineData(
        """{"Hosts":{"w":{"Sudo":"perhaps"}}}""",
        "Hosts:w:Sudo = 'perhaps' is not true or false"
    )]
    [InlineData("""{"Hosts":{"w":{"Port":"ssh"}}}""", "Hosts:w:Port = 'ssh' is not a number")]
    [InlineData(
        """{"Checks":{"Since":"soon"}}""",
        "Checks:Since = 'soon' is not a time such as 00:15:00"
    )]
    [InlineData("""{"Hosts":{"w":{"Executor":"telnet"}}}""", "neither local nor ssh")]
    [InlineData("""{"Console":{"Url":"http://0.0.0.0:5020"}}""", "set Console:Token")]
    [InlineData("""{"Console":{"Url":"nowhere"}}""", "is not an address")]
    [InlineData("""{"Console":"x"}""", "Console must be a group of keys")]
    [InlineData(
        """{"Approvals":{"Approvers":"alice"}}""",
        "Approvals:Approvers = 'alice' must be a list"
    )]
    [InlineData("{ not json", "is not valid JSON")]
    public void A_wrong_key_or_value_stops_with_its_path_and_the_way_out(string json, string expected) =>
        Assert.Contains(expected, string.Join('\n', Problems(json)));

    [Fact]
    public void All_problems_come_at_once() =>
        Assert.Equal(2, Problems("""{"Hosts":{"w":{"Usr":"x"}},"Alert":{"Token":"x"}}""").Count);

    [Fact]
    public void The_environment_lies_over_the_file()
    {
        var (settings, _) = SettingsReader.Read(
            null,
            SettingsRules.All,
            new Hashtable { ["CHATOPS502__Alerts__Token"] = "from the environment" }
        );
        Assert.Equal("from the environment", settings!.Alerts.Token);
        Assert.NotEmpty(Problems("{}", new Hashtable { ["CHATOPS502__Alerts__Tokn"] = "x" }));
    }

    [Fact]
    public void A_missing_file_is_said() =>
        Assert.Contains(
            "there is no such file",
            SettingsReader.Read("/no/such.json", SettingsRules.All).Problems[0]
        );
}
