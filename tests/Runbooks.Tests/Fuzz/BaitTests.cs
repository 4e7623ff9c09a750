using System.Text;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remediation;
using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Tests.Diagnosis;
using ChatOps502.TestKit.Fuzz;

namespace ChatOps502.Runbooks.Tests.Fuzz;

/// <summary>Texts made to stop the bot: each ends in words within a second.</summary>
public sealed class BaitTests
{
    static string Many(string part, int times) =>
        new StringBuilder(part.Length * times).Insert(0, part, times).ToString();

    static (Verdict? Verdict, string? Problem) Pasted(string text) =>
        FuzzKit.Quickly(() => PastedEvidence.Judge("pasted", text, Scene.Now));

    static string Conf(string text) => "{\"evidence\":{\"nginx_conf\":\"" + text + "\"}}";

    [Theory]
    [InlineData(39_000)]
    [InlineData(200_000)]
    [InlineData(400_000)]
    public void Braces_in_a_pasted_configuration_are_a_problem_in_words(int braces)
    {
        Assert.Contains("nested more than 64 deep", Pasted(Conf(Many("{", braces))).Problem);
        Assert.Contains("begins like JSON and is none", Pasted(Many("{", braces)).Problem);
    }

    [Theory]
    [InlineData("{\"a\":", 100_000)]
    [InlineData("{\"evidence\":{\"a\":[", 50_000)]
    [InlineData("{ ", 500_000)]
    public void Deep_json_is_a_problem_in_words(string part, int times) =>
        Assert.NotNull(Pasted(Many(part, times)).Problem);

    [Theory]
    [InlineData("a", 8_000)]
    [InlineData("redis", 1_600)]
    [InlineData("waiting for ", 600)]
    [InlineData("worker", 1_300)]
    public void Words_of_an_application_end_quickly(string part, int times)
    {
        var line = Samples.ErrorLine.Replace("\"", "\\\"");
        Assert.NotNull(
            Pasted(
                "{\"evidence\":{\"nginx_error_log\":\""
                    + line
                    + "\",\"app_log\":\""
                    + string.Join("\\n", Enumerable.Repeat(Many(part, times), 20))
                    + "\"}}"
            ).Verdict
        );
    }

    [Fact]
    public void Half_a_character_is_a_problem_in_words()
    {
        Assert.NotNull(Pasted("""{"evidence":{"nginx_error_log":"\ud800"}}""").Problem);
        Assert.NotNull(Pasted("{\"evidence\":{\"a\":\"\uD800\"}}").Problem);
    }

    [Fact]
    public void Very_many_keys_end_quickly() =>
        Assert.NotNull(
            Pasted(
                "{\"evidence\":{"
                    + string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"k{i}\":\"x\""))
                    + "}}"
            ).Verdict
        );

    [Theory]
    [InlineData("\"", 1_000_000)]
    [InlineData("\"", 100_000)]
    [InlineData("a", 60_000_000)]
    [InlineData("\n", 1_000_000)]
    [InlineData("${", 500_000)]
    [InlineData(" while [error] 1#1: FastCGI sent in stderr: \"\n", 20_000)]
    public void A_pasted_run_of_one_thing_ends_in_a_verdict(string part, int times) =>
        Assert.Empty(Pasted(Many(part, times)).Verdict!.Diagnoses);

    [Fact]
    public void Lines_about_very_many_back_ends_end_quickly()
    {
        var lines = Enumerable
            .Range(0, 10_000)
            .Select(i =>
                $"2026/11/22 03:00:00 [error] 1#1: *{i} connect() failed (111: Connection refused) while "
                + "connecting to upstream, client: 10.0.0.1, server: a, request: \"GET / HTTP/1.1\", upstream: "
                + $"\"http://10.0.{i / 250}.{i % 250}:80/\", host: \"a\""
            );
        Assert.NotNull(Pasted(string.Join('\n', lines)).Verdict);
    }

    [Fact]
    public void Of_a_very_long_log_the_end_counts_and_that_is_said()
    {
        var line =
            "2026/11/22 03:00:00 [error] 1#1: *1 connect() failed (111: Connection refused) while connecting "
            + "to upstream, client: 10.0.0.1, server: a, request: \"GET / HTTP/1.1\", upstream: "
            + "\"http://127.0.0.1:3000/\", host: \"a\"\n";
        var (verdict, _) = Pasted(Many("x", 9_000_000) + "\n" + line);
        Assert.Equal("backend-down", verdict!.First!.Cause);
        Assert.Contains("only the end of a very long log", Assert.Single(verdict.Steps).Error);
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("not ", 100_000)]
    [InlineData("a or ", 100_000)]
    [InlineData("'", 100_000)]
    public void An_endless_condition_is_refused_in_words(string part, int times) =>
        Assert.Contains(
            "at most 4000 characters",
            FuzzKit
                .Quickly(() => Assert.Throws<FormatException>(() => Expression.Parse(Many(part, times))))
                .Message
        );

    [Fact]
    public void Parentheses_have_an_end() =>
        Assert.Contains(
            "nested more than 32 deep",
            Assert
                .Throws<FormatException>(() => Expression.Parse(Many("(", 40) + "a" + Many(")", 40)))
                .Message
        );

    [Theory]
    [InlineData(998, false)]
    [InlineData(999, true)]
    public void Very_many_nots_are_as_true_as_they_are_even(int nots, bool holds) =>
        Assert.Equal(holds, Expression.Parse(Many("not ", nots) + "a").Holds(_ => null));

    [Fact]
    public void A_long_chain_is_no_deep_one() =>
        Assert.True(Expression.Parse(Many("a or ", 790) + "true").Holds(_ => null));

    [Fact]
    public void Places_that_make_a_text_too_long_are_refused_in_words() =>
        Assert.Contains(
            "more than",
            FuzzKit
                .Quickly(() =>
                    Assert.Throws<FormatException>(() =>
                        Template.Fill(Many("{{ a }}", 10_000), _ => new string('x', 10_000))
                    )
                )
                .Message
        );

    [Theory]
    [InlineData("[", 100_000, "nested more than 32 deep")]
    [InlineData("{a: ", 60_000, "nested more than 32 deep")]
    [InlineData("- ", 100_000, "nested more than 32 deep")]
    [InlineData("? ", 100_000, "nested more than 32 deep")]
    [InlineData("a: &a [*a]\n", 1, "aliases")]
    [InlineData("name: x\n", 40_000, "at most 262144 characters")]
    [InlineData("name: x\n", 2, "uplicate")]
    [InlineData("{", 100_000, "")]
    [InlineData("\"", 200_000, "")]
    [InlineData("!", 200_000, "")]
    [InlineData("%", 200_000, "")]
    [InlineData("a", 200_000, "")]
    [InlineData("- a\n", 60_000, "at most 20000 keys")]
    [InlineData("- a\n", 5_000, "one YAML document")]
    [InlineData("&a ", 60_000, "")]
    [InlineData("a:\n", 1, "name is missing")]
    public void An_odd_runbook_is_a_problem_with_file_and_line(string part, int times, string words)
    {
        var problems = FuzzKit
            .Quickly(() => StepCatalog.Reader.Read(Many(part, times), "odd.yaml"))
            .Problems;
        Assert.Contains(
            problems,
            p => p.ToString().StartsWith("odd.yaml:") && p.Line > 0 && p.Text.Contains(words)
        );
    }

    [Fact]
    public void A_runbook_nested_by_indent_is_a_problem_with_file_and_line()
    {
        var text = string.Concat(Enumerable.Range(0, 600).Select(i => new string(' ', i) + "a:\n"));
        Assert.Contains(
            "odd.yaml:33: groups and lists are nested more than 32 deep",
            FuzzKit.Quickly(() => StepCatalog.Reader.Read(text, "odd.yaml")).Problems[0].ToString()
        );
    }

    [Fact]
    public void Very_many_steps_and_wrong_paths_are_told_as_a_few()
    {
        var steps = string.Concat(
            Enumerable
                .Range(0, 490)
                .Select(i => $"  - id: s{i}\n    notify: \"{{{{ no.such }}}} {{{{ no.other }}}}\"\n")
        );
        Assert.Equal(
            100,
            FuzzKit
                .Quickly(() => StepCatalog.Reader.Read("name: x\ntitle: y\nsteps:\n" + steps, "x.yaml"))
                .Problems.Count
        );
        Assert.Contains(
            "at most 500 steps",
            string.Join(
                '\n',
                StepCatalog
                    .Reader.Read(
                        "name: x\ntitle: y\nsteps:\n" + steps + steps.Replace("id: s", "id: t"),
                        "x.yaml"
                    )
                    .Problems
            )
        );
    }

    [Theory]
    [InlineData("NaNs")]
    [InlineData("Infinitys")]
    [InlineData("1e308d")]
    [InlineData("-1s")]
    public void A_time_that_is_none_is_none(string text) => Assert.Null(Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("beside proxy_pass: x")]
    [InlineData("beside@1: x")]
    [InlineData("beside proxy_pass@99999999999: x")]
    public void An_edit_that_is_none_is_refused_in_words(string text) =>
        Assert.Throws<FormatException>(() => NginxEdit.Parse(text));

    [Fact]
    public void A_file_nested_without_end_is_not_edited() =>
        Assert.Contains(
            "nested more than 64 deep",
            FuzzKit
                .Quickly(() =>
                    Assert.Throws<FormatException>(() => NginxEdit.Apply(Many("a {", 100_000), []))
                )
                .Message
        );
}
