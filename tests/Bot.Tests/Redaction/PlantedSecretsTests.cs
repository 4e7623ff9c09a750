using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;
using Microsoft.Data.Sqlite;

namespace ChatOps502.Bot.Tests.Redaction;

/// <summary>
/// Every kind of secret is planted wherever text comes in, and looked for wherever text comes out or is kept.
/// </summary>
public sealed class PlantedSecretsTests
{
    const int OutputLimit = 3500;
    static readonly IReadOnlyList<Kind> All = Kinds.Of(4711);

    [Fact]
    public async Task Nothing_planted_is_shown_or_kept()
    {
        var directory = Scratch.Directory();
        var steps = WriteRunbook(directory);
        await using var bot = await BotProcess.StartAsync(c =>
        {
            c["Runbooks"] = new JsonObject { ["Directory"] = directory };
            c["Alerts"] = new JsonObject { ["Routes"] = new JsonObject { ["Planted"] = "planted" } };
        });
        await AlertAsync(bot);
        var approval = await bot.WaitForApprovalAsync("INC-1");
        foreach (var kind in All)
            await bot.CommandAsync("note INC-1 " + kind.Text);
        await bot.CommandAsync("severity INC-1 password=hunter001");
        List<string> seen = [await Explained(bot)];
        seen.Add(
            await (
                await bot.DecideAsync(approval, "approve", string.Join(" ; ", All.Select(k => k.Text)))
            ).Content.ReadAsStringAsync()
        );
        await bot.WaitForAsync("INC-1", "run.ended", TimeSpan.FromSeconds(60));
        // what was approved ran word by word
        Assert.Equal("hunter002", (await File.ReadAllTextAsync(Path.Combine(directory, "ran"))).Trim());
        Assert.True(steps > 3);

        foreach (
            var address in (string[])
                [
                    "/api/incidents/INC-1",
                    "/api/incidents",
                    "/",
                    "/incidents/INC-1",
                    "/metrics",
                    .. ((string[])["md", "html", "csv", "json"]).Select(f =>
                        $"/api/incidents/INC-1/export?format={f}"
                    ),
                ]
        )
            seen.Add(await bot.Http.GetStringAsync(address));
        await Eventually.TrueAsync(
            () => Rows(bot, "select count(*) from deliveries where done_at is null").Single() == "0",
            "the deliveries are worked on"
        );
        seen.AddRange(Columns(bot));
        seen.Add(bot.Errors);
        var leaks = All.Append(new("argv", "", "hunter002"))
            .Append(new("severity", "", "hunter001"))
            .SelectMany(k => seen.Where(s => Shows(s, k)).Select(s => $"{k.Name}: {Around(s, k)}"))
            .ToList();
        Assert.True(leaks.Count == 0, $"{leaks.Count} leaks\n{string.Join('\n', leaks.Take(60))}");
    }

    static int WriteRunbook(string directory)
    {
        var yaml = new StringBuilder(
            $"""
            name: planted
            title: Commands that print secrets
            steps:
              - id: hosts
                each-host:
                  steps:
                    - id: look
                      probe: {"{}"}
                    - id: ask
                      approval: {"{"} for: act {"}"}
                    - id: act
                      when: ask.state == 'approved'
                      command: {"{"} argv: [ sh, -c, "echo $2 >{directory}/ran; echo token=$2", x, --password, hunter002 ], changes: true {"}"}

            """
        );
        var (count, chunk) = (0, "");
        foreach (var text in All.Select(k => k.Text + "\n").Append(""))
        {
            if (text.Length > 0 && chunk.Length + text.Length < OutputLimit)
            {
                chunk += text;
                continue;
            }
            File.WriteAllText(Path.Combine(directory, $"out{count}.txt"), chunk);
            yaml.Append(
                $"        - id: show{count}\n          command: "
                    + $"{"{"} argv: [ cat, {directory}/out{count}.txt ], reads: true {"}"}\n"
            );
            (count, chunk) = (count + 1, text);
        }
        File.WriteAllText(Path.Combine(directory, "planted.yaml"), yaml.ToString());
        return count;
    }

    static async Task AlertAsync(BotProcess bot)
    {
        var alert = BotProcess.Alert(
            "firing",
            "here",
            key: "{}:{alertname=\"Planted\", l0=\"" + All[0].Text + "\"}",
            name: "Planted"
        );
        var summary = string.Join(" | ", All.Select(k => k.Text));
        for (var i = 0; i < All.Count; i++)
        {
            alert["commonLabels"]![$"l{i}"] = All[i].Text;
            alert["alerts"]![0]!["labels"]![$"l{i}"] = All[i].Text;
            alert["alerts"]![0]!["annotations"]![$"l{i}"] = All[i].Text;
        }
        alert["commonAnnotations"]!["summary"] = summary;
        using var answer = await bot.Http.PostAsJsonAsync("/alerts/alertmanager", alert);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    static async Task<string> Explained(BotProcess bot) =>
        (
            await bot.CommandAsync(
                "explain "
                    + string.Join(
                        '\n',
                        All.Select(k =>
                            "2026/11/25 10:00:00 [error] 971#971: *12 FastCGI sent in stderr: "
                            + $"\"{k.Text.ReplaceLineEndings(" ")}\" while reading response header from upstream, "
                            + "client: 10.0.0.1, server: shop.example, request: \"GET / HTTP/1.1\", upstream: "
                            + "\"http://127.0.0.1:3000/\""
                        )
                    )
            )
        )["text"]!.ToString();

    static string Database(BotProcess bot) =>
        $"Data Source={Path.Combine(Path.GetDirectoryName(bot.Config)!, "bot.db")};Mode=ReadOnly";

    static List<string> Rows(BotProcess bot, string sql)
    {
        using var connection = new SqliteConnection(Database(bot));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            for (var i = 0; i < reader.FieldCount; i++)
                rows.Add(Text(reader.GetValue(i)));
        return rows;
    }

    /// <summary>
    /// Every column of every table, but for what is executed: the runbook's own text, and argv in the events of its
    /// run.
    /// </summary>
    static IEnumerable<string> Columns(BotProcess bot) =>
        Rows(bot, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
            .SelectMany(table =>
                table switch
                {
                    "runs" => Rows(
                        bot,
                        "select id, runbook, targets, given, requested_by, status from runs"
                    ),
                    "run_events" => Rows(bot, "select body from run_events").Select(WithoutArgv),
                    _ => Rows(bot, $"select * from {table}"),
                }
            );

    static string WithoutArgv(string body)
    {
        var e = JsonNode.Parse(body)!;
        if (e["output"]?["request"] is JsonObject request)
            request.Remove("argv");
        return e.ToJsonString();
    }

    static string Text(object value)
    {
        if (value is not byte[] packed)
            return value.ToString() ?? "";
        using var reader = new StreamReader(
            new GZipStream(new MemoryStream(packed), CompressionMode.Decompress),
            Encoding.UTF8
        );
        return reader.ReadToEnd();
    }

    static bool Shows(string text, Kind kind) =>
        text.Contains(kind.Hidden)
        || WebUtility.HtmlDecode(text).Contains(kind.Hidden)
        || kind.Hidden.Length >= 16
            && (text.Contains(kind.Hidden[..10]) || text.Contains(kind.Hidden[^10..]));

    static string Around(string text, Kind kind)
    {
        var at = Math.Max(0, text.IndexOf(kind.Hidden.Length >= 16 ? kind.Hidden[^10..] : kind.Hidden));
        return text.Substring(Math.Max(0, at - 150), Math.Min(300, text.Length - Math.Max(0, at - 150)))
            .ReplaceLineEndings(" ");
    }
}
