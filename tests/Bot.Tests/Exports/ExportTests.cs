using System.Text.Json.Nodes;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Incidents;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Tests.Exports;

public sealed class ExportTests
{
    static readonly DateTimeOffset At = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    static IncidentReport Story(string text) =>
        new(
            new(
                7,
                text,
                IncidentStatus.Mitigated,
                "critical",
                "web-01",
                ["web-01"],
                "High502Rate",
                "key",
                "alertmanager",
                At,
                At.AddMinutes(1),
                "ann",
                At.AddMinutes(3),
                null,
                "backend-down",
                0.97,
                1240,
                117
            ),
            [
                new(1, 7, At, "alert.firing", "alertmanager", "alertmanager", text, "{}"),
                new(2, 7, At.AddMinutes(2), "note", "ann", "console", "=1+1", "{}"),
            ],
            [
                new(
                    "a1",
                    "RUN-1",
                    7,
                    "approve@web-01",
                    "web-01",
                    "service.start",
                    "systemctl start cart",
                    new(
                        "approve@web-01",
                        "service.start",
                        ["systemctl", "start", "cart"],
                        "systemctl start cart",
                        "backend-down",
                        "why",
                        "risk",
                        null,
                        "hash",
                        null
                    ),
                    ApprovalState.Approved,
                    "alertmanager",
                    "alertmanager",
                    null,
                    At,
                    At.AddMinutes(30),
                    "ann",
                    At.AddMinutes(2),
                    text
                ),
            ]
        );

    const string Hostile = "<script>alert(1)</script> | ![x](http://evil) \"quoted\",\nnext";

    [Fact]
    public void Html_is_one_page_that_fetches_nothing_and_runs_nothing()
    {
        var html = IncidentExport.Of(Story(Hostile), "html")!.Content;
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("src=", html);
        Assert.Contains("&lt;script&gt;", html);
    }

    [Fact]
    public void Markdown_keeps_its_table_whatever_the_text_holds()
    {
        var md = IncidentExport.Of(Story(Hostile), "md")!.Content;
        var row = Assert.Single(md.Split('\n'), l => l.Contains("alert.firing"));
        Assert.Contains("&lt;script>", row);
        Assert.Contains("\\|", row);
        Assert.DoesNotContain(" ![x]", row);
        Assert.Contains("Mitigated: 2026-11-22 03:03:00 UTC, after 3 min 0 s", md);
    }

    [Fact]
    public void Csv_quotes_what_must_be_and_starts_no_formula()
    {
        var csv = IncidentExport.Of(Story(Hostile), "csv")!.Content;
        Assert.Contains("\"\"quoted\"\"", csv);
        Assert.Contains(",'=1+1\r\n", csv);
    }

    [Fact]
    public void Json_has_the_shapes_of_the_contract()
    {
        var json = JsonNode.Parse(IncidentExport.Of(Story("x"), "json")!.Content)!;
        Assert.Equal("INC-7", json["id"]!.ToString());
        Assert.Equal("backend-down", json["verdict"]!["cause"]!.ToString());
        Assert.Equal("2026-11-22T03:00:00.000Z", json["timeline"]![0]!["at"]!.ToString());
        Assert.Equal("approved", json["approvals"]![0]!["state"]!.ToString());
    }

    [Fact]
    public void An_unknown_format_is_none() => Assert.Null(IncidentExport.Of(Story("x"), "pdf"));
}
