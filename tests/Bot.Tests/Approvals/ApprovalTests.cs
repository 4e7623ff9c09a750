using System.Net;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Approvals;

public sealed class ApprovalTests
{
    static async Task<(BotProcess Bot, string Directory, JsonNode Approval)> AskAsync(
        string expire = "30m",
        Action<JsonObject>? configure = null
    )
    {
        var directory = OneCommand.Directory(expire);
        var bot = await BotProcess.StartAsync(c =>
        {
            c["Runbooks"] = new JsonObject { ["Directory"] = directory };
            configure?.Invoke(c);
        });
        await bot.CommandAsync("run one-command here");
        return (bot, directory, await bot.WaitForApprovalAsync("INC-1"));
    }

    [Fact]
    public async Task Of_two_at_once_one_wins_and_the_command_runs_once()
    {
        var (bot, directory, approval) = await AskAsync();
        await using var _ = bot;
        var answers = await Task.WhenAll(
            bot.DecideAsync(approval, "approve"),
            bot.DecideAsync(approval, "deny"),
            bot.DecideAsync(approval, "approve"),
            bot.DecideAsync(approval, "approve")
        );
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        await bot.WaitForAsync("INC-1", "run.ended");
        var approved =
            (await bot.IncidentAsync("INC-1"))["approvals"]![0]!["state"]!.ToString() == "approved";
        Assert.Equal(approved ? 1 : 0, OneCommand.Ran(directory));
    }

    [Fact]
    public async Task A_denied_command_never_runs_and_the_reason_is_kept()
    {
        var (bot, directory, approval) = await AskAsync();
        await using var _ = bot;
        await bot.DecideAsync(approval, "deny", "not during the sale");
        await bot.WaitForAsync("INC-1", "run.ended");
        Assert.Equal(0, OneCommand.Ran(directory));
        Assert.Contains(
            "not during the sale",
            (await bot.WaitForAsync("INC-1", "approval.denied"))["text"]!.ToString()
        );
    }

    [Fact]
    public async Task What_nobody_decides_expires_and_a_late_click_is_told_so()
    {
        var (bot, directory, approval) = await AskAsync("1s");
        await using var _ = bot;
        await bot.WaitForAsync("INC-1", "approval.expired");
        var late = await bot.DecideAsync(approval, "approve");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("already expired", await late.Content.ReadAsStringAsync());
        Assert.Equal(0, OneCommand.Ran(directory));
    }

    [Fact]
    public async Task After_kill_9_the_button_still_works_and_works_once()
    {
        var (bot, directory, approval) = await AskAsync();
        await using var _ = bot;
        await bot.KillAsync();
        await bot.LaunchAsync();
        Assert.Equal(HttpStatusCode.OK, (await bot.DecideAsync(approval, "approve")).StatusCode);
        await bot.WaitForAsync("INC-1", "run.ended");
        await bot.KillAsync();
        await bot.LaunchAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await bot.DecideAsync(approval, "approve")).StatusCode);
        Assert.Equal(1, OneCommand.Ran(directory));
    }

    [Fact]
    public async Task A_required_reason_is_asked_for()
    {
        var (bot, _, approval) = await AskAsync(configure: c =>
            c["Approvals"] = new JsonObject { ["ReasonRequired"] = true }
        );
        await using var __ = bot;
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.DecideAsync(approval, "approve")).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await bot.DecideAsync(approval, "approve", "on call")).StatusCode
        );
    }
}
