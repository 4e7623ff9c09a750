using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Probes;
using ChatOps502.Probes.Collection;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remediation;
using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Tests.Diagnosis;
using ChatOps502.TestKit.Fuzz;

namespace ChatOps502.Runbooks.Tests.Fuzz;

/// <summary>
/// What people write and paste, and verdicts from damaged answers of hosts. See <see cref="FuzzKit"/>.
/// </summary>
public sealed class FuzzTests
{
    const string Site =
        "server {\n    listen 80; server_name shop.example;\n    location / {\n        proxy_read_timeout 5s;\n"
        + "        proxy_pass http://127.0.0.1:3000;\n    }\n}\n";

    [Fact]
    public void No_text_stops_a_reader() =>
        FuzzKit.Run("runbooks", [.. Texts(), .. ProbeCatalog.All.Select(Verdict)]);

    static IEnumerable<FuzzReader> Texts()
    {
        yield return new(
            "pasted evidence",
            [.. Samples.ErrorLines, Samples.Evidence, string.Join('\n', Samples.ErrorLines)],
            t => AssertEnds(PastedEvidence.Judge("pasted", t, Scene.Now))
        );
        yield return new(
            "pasted json",
            [Samples.Evidence],
            t => AssertEnds(PastedEvidence.Judge("pasted", "{" + t.TrimStart('{'), Scene.Now))
        );
        yield return new(
            "pasted log",
            Samples.ErrorLines,
            t => AssertEnds(PastedEvidence.Judge("pasted", t, Scene.Now))
        );
        yield return new(
            "pasted configuration",
            [Samples.Configuration],
            t => AssertEnds(PastedEvidence.Judge("pasted", Evidence(t), Scene.Now))
        );
        yield return new(
            "condition",
            ["verdict.status != 'healthy' and not (verdict.confidence >= 0.6 or fix.applied == true)"],
            t => Expression.Parse(t).Holds(_ => JsonValue.Create(1.5)),
            typeof(FormatException)
        );
        yield return new(
            "template",
            ["{{ verdict.summary }} on {{ host }}"],
            t => (Template.Fill(t, p => p), Template.Paths(t).Count()).ToString(),
            typeof(FormatException)
        );
        yield return new(
            "runbook",
            [Samples.Runbook],
            t => AssertEnds(StepCatalog.Reader.Read(t, "x.yaml"))
        );
        yield return new("duration", ["90s", "15m", "1.5h", "2d"], t => Duration.Parse(t));
        yield return new(
            "nginx edit",
            [
                "beside proxy_pass@5: proxy_read_timeout 10s; proxy_send_timeout 10s",
                "instead proxy_pass@5: proxy_pass http://a",
                "inside server@1: proxy_set_header Host x",
            ],
            t => NginxEdit.Apply(Site, [NginxEdit.Parse(t)]),
            typeof(FormatException)
        );
        yield return new(
            "nginx file edited",
            [Site],
            t =>
                NginxEdit.Apply(
                    t,
                    [
                        NginxEdit.Parse("beside proxy_pass@5: proxy_read_timeout 10s"),
                        NginxEdit.Parse("inside server@1: proxy_set_header"),
                    ]
                ),
            typeof(FormatException)
        );
        yield return new(
            "ini file edited",
            ["[global]\nerror_log = /x\n[www]\n;pm.max_children = 5\nlisten = /run/a.sock\n[api]\n"],
            t => IniEdit.Apply(t, "www", ["pm.max_children = 9", "listen.mode = 0660", "a = b"])
        );
        yield return new(
            "guard's words",
            ["N0 began\nN0 ended 3\nsh: not found\n"],
            t => GuardReport.Parse(t, "N0")
        );
        yield return new(
            "kept recording",
            [Kept()],
            t => JsonSerializer.Deserialize(t, StepJson.Default.Recording),
            typeof(JsonException),
            typeof(ArgumentException)
        );
    }

    static string Evidence(string configuration) =>
        new JsonObject
        {
            ["evidence"] = new JsonObject
            {
                ["nginx_conf"] = configuration.Replace('\uD800', '?'),
                ["nginx_error_log"] = Samples.ErrorLine,
            },
        }.ToJsonString();

    static void AssertEnds((Verdict? Verdict, string? Problem) end) =>
        Assert.True(end.Verdict is not null ^ end.Problem is not null);

    static void AssertEnds((Runbook? Runbook, IReadOnlyList<Problem> Problems) end)
    {
        Assert.True(end.Runbook is not null ^ end.Problems.Count > 0);
        Assert.All(end.Problems, p => Assert.True(p.Line > 0, p.ToString()));
    }

    static string Kept() => JsonSerializer.Serialize(Whole("", ""), StepJson.Default.Recording);

    static Recording Whole(string probe, string text) =>
        new(
            [
                .. ProbeCatalog.All.Select(p => new RecordedSection(
                    p.Name,
                    p.Name == probe ? text : Samples.Answers[p.Name][0],
                    true,
                    null,
                    false,
                    1,
                    []
                )),
            ],
            []
        );

    /// <summary>Everything a host said, one answer of it damaged: there is a verdict all the same.</summary>
    static FuzzReader Verdict(Probe probe) =>
        new(
            "verdict, odd " + probe.Name,
            Samples.Answers[probe.Name],
            text =>
                Assert.NotEmpty(
                    Diagnostician
                        .Judge(
                            "web-01",
                            Whole(probe.Name, text).Replay(ProbeCatalog.All),
                            TimeSpan.FromMinutes(15),
                            Scene.Now,
                            TimeSpan.Zero
                        )
                        .Summary
                )
        )
        {
            IsCostly = true,
        };
}
