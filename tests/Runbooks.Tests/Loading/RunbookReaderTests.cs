using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Tests.Loading;

public sealed class RunbookReaderTests
{
    [Fact]
    public void All_problems_come_at_once_with_their_lines()
    {
        var (runbook, problems) = StepCatalog.Reader.Read(
            """
            name: two words
            titel: Typo
            steps:
              - id: look
                probe: { sinse: 5m }
              - id: look
                notify: "{{ verdict.summary }}"
              - wait: soon
                id: 9
              - id: fix
                command: { argv: "systemctl restart nginx", changes: true }
              - id: odd
                branch: { if: "a ==", then: [] }
              - id: what
                dance: now
            """,
            "bad.yaml"
        );
        Assert.Null(runbook);
        string[] wanted =
        [
            "bad.yaml:1: title is missing",
            "bad.yaml:1: name 'two words'",
            "bad.yaml:2: a runbook has no 'titel'",
            "bad.yaml:5: probe has no 'sinse'",
            "bad.yaml:6: id 'look' is taken by the step in line 4",
            "bad.yaml:6: 'verdict.summary' refers to no earlier step",
            "bad.yaml:8: wait must be a time",
            "bad.yaml:8: id '9' must begin with a letter",
            "bad.yaml:11: argv must be a list",
            "bad.yaml:10: 'fix' changes the host, and no approval",
            "bad.yaml:13: if: expected a value",
            "bad.yaml:13: then must be a list",
            "bad.yaml:14: this step has no type ('dance' is none)",
        ];
        Assert.All(wanted, w => Assert.Contains(problems, p => p.ToString().StartsWith(w)));
    }

    [Theory]
    [InlineData("", "one YAML document")]
    [InlineData("- a\n- b", "one YAML document")]
    [InlineData("name: x\ntitle: y\nsteps: &a\n  - { id: p, parallel: *a }", "aliases")]
    [InlineData("name: [", "not valid YAML")]
    [InlineData("name: x\ntitle: y\nsteps: []", "at least one step")]
    [InlineData("name: x\ntitle: y\nsteps: nothing", "steps must be a list")]
    public void Broken_text_is_said_to_be(string yaml, string message) =>
        Assert.Contains(message, string.Join('\n', StepCatalog.Reader.Read(yaml, "x.yaml").Problems));
}
