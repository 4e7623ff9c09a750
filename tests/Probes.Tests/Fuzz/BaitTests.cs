using System.Text;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;
using ChatOps502.TestKit.Fuzz;

namespace ChatOps502.Probes.Tests.Fuzz;

/// <summary>Answers made to stop a reader: each ends in words within a second.</summary>
public sealed class BaitTests
{
    static string Many(string part, int times) =>
        new StringBuilder(part.Length * times).Insert(0, part, times).ToString();

    static ProbeOutcome Answered(string probe, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(
            $"\n=FRAME begin {probe}\n{text}\n=FRAME rc 0\n\n=FRAME end\n"
        );
        var bundle = ProbeBundle.Compile(ProbeCatalog.All, new(TimeSpan.FromMinutes(15)), "=FRAME");
        return FuzzKit.Quickly(() => new BundleReader(bundle, () => TimeSpan.Zero).Feed(bytes).Single());
    }

    static string Config(string text) =>
        "#@instance pid=1\n# configuration file /etc/nginx/nginx.conf:\n" + text;

    public static TheoryData<string, string, string> Nests =>
        new()
        {
            { "400,000 braces", Many("{", 400_000), "nested more than 64 deep in line 1" },
            { "blocks", Many("a { ", 200_000), "nested more than 64 deep" },
            { "a block a line", Many("location / {\n", 100_000), "nested more than 64 deep in line 65" },
            {
                "a file that includes itself by a pattern of its own",
                "include /etc/nginx/*; " + Many("a{include *;", 100),
                "nested more than 64 deep"
            },
        };

    [Theory]
    [MemberData(nameof(Nests))]
    public void A_configuration_nested_without_end_is_said_to_be(string bait, string text, string words)
    {
        var outcome = Answered("nginx.config", Config(text));
        Assert.False(outcome.Ok, bait);
        Assert.Contains(words, outcome.Error);
    }

    [Fact]
    public void A_file_that_includes_itself_is_read_once()
    {
        var read = FuzzKit.Quickly(() =>
            ConfigurationReader.Read(
                Config(
                    "http { include nginx.conf; include /etc/nginx/nginx.conf; server { listen 80; } }"
                )
            )
        );
        Assert.Single(read.Hosts);
    }

    [Fact]
    public void Files_that_all_include_each_other_are_said_to_be_too_much()
    {
        var files = Enumerable
            .Range(0, 60)
            .Select(i => $"# configuration file /etc/nginx/f{i}.conf:\ninclude /etc/nginx/*.conf;\n");
        var outcome = Answered("nginx.config", "#@instance pid=1\n" + string.Concat(files));
        Assert.Matches(
            "more than [0-9,]+ (files and blocks within each other|statements with all that is included)",
            outcome.Error
        );
    }

    [Fact]
    public void Many_includes_of_many_files_cost_what_they_are_long()
    {
        var files = Enumerable
            .Range(0, 5000)
            .Select(i => $"# configuration file /etc/nginx/sites/f{i}.conf:\nserver {{ listen 80; }}\n");
        var read = FuzzKit.Quickly(() =>
            ConfigurationReader.Read(
                Config(
                    "http {"
                        + string.Concat(
                            Enumerable.Range(0, 5000).Select(i => $"include sites/f{i}.conf;\n")
                        )
                        + "}\n"
                        + string.Concat(files)
                )
            )
        );
        Assert.Equal(5000, read.Hosts.Count);
    }

    [Fact]
    public void Many_passes_and_many_variables_cost_what_they_are_long()
    {
        var text =
            "server {"
            + string.Concat(
                Enumerable.Range(0, 5000).Select(i => $"set $v{i} http://10.0.0.1:{i % 100 + 1};")
            )
            + string.Concat(
                Enumerable.Range(0, 5000).Select(i => $"location /{i} {{ proxy_pass $v{i}; }}")
            )
            + "}";
        Assert.Equal(5000, FuzzKit.Quickly(() => ConfigurationReader.Read(text)).Passes.Count());
    }

    [Fact]
    public void Passes_to_a_group_with_very_many_peers_are_said_to_be_too_many()
    {
        var text =
            "upstream a {"
            + Many("server 10.0.0.1;", 20_000)
            + "} server {"
            + Many("location / { proxy_pass http://a; }", 20_000)
            + "}";
        Assert.Contains("back ends of passes", Answered("nginx.config", Config(text)).Error);
    }

    [Theory]
    [InlineData("${", 500_000)]
    [InlineData("\"", 1_000_000)]
    [InlineData("${a}", 300_000)]
    [InlineData("}", 1_000_000)]
    [InlineData("include *;", 100_000)]
    [InlineData("\n", 1_000_000)]
    [InlineData("set $a $a$a$a;\nproxy_pass $a;", 20_000)]
    public void Runs_of_one_thing_in_a_configuration_end_quickly(string part, int times) =>
        Assert.NotNull(Answered("nginx.config", Config("a " + Many(part, times))));

    [Theory]
    [InlineData("\"", 1_000_000)]
    [InlineData("\"", 100_000)]
    [InlineData("\", client: \"", 100_000)]
    [InlineData(", request: \"", 100_000)]
    [InlineData(" HTTP/1.1", 100_000)]
    [InlineData("while ", 100_000)]
    [InlineData("nginx: ", 100_000)]
    [InlineData("(111: C", 100_000)]
    [InlineData("[error] 1#", 100_000)]
    public void A_line_of_quotes_or_words_ends_quickly(string part, int times)
    {
        var line =
            "2026/11/22 17:05:27 [error] 1#1: *1 connect() failed, client: 1.2.3.4, request: \""
            + Many(part, times);
        Assert.Equal("error", FuzzKit.Quickly(() => ErrorLine.Read(line))!.Level);
        FuzzKit.Quickly(() => ErrorLine.Read(Many(part, times)));
    }

    [Fact]
    public void A_log_full_of_hostile_lines_ends_quickly()
    {
        var line =
            ">2026/11/22 17:05:27 [error] 1#1: *1 connect() failed while while reading x, client: 1.2.3.4, request: \""
            + Many("\", host: \" ", 580)
            + "\n";
        var outcome = Answered("nginx.error-log", "@file /e\t1\n@total 300\n" + Many(line, 300));
        Assert.True(outcome.Ok);
    }

    [Fact]
    public void A_log_format_made_to_go_back_and_forth_ends_quickly()
    {
        var format = AccessFormat.Of(
            "own",
            string.Concat(Enumerable.Range(0, 40).Select(i => $"$a{i}")) + "x$status"
        );
        Assert.Null(FuzzKit.Quickly(() => format.Read(Many("a", 8_000) + "!")));
    }

    [Theory]
    [InlineData("{\"a\":", 100_000)]
    [InlineData("[", 100_000)]
    [InlineData("\"", 100_000)]
    [InlineData("[22-Nov-2026 17:05:27 ", 10_000)]
    [InlineData("Kill process 1 (", 10_000)]
    [InlineData("a", 1_000_000)]
    [InlineData("a[", 100_000)]
    public void Other_lines_end_quickly(string part, int times)
    {
        var text = Many(part, times);
        FuzzKit.Quickly(() =>
            (
                AccessFormat.Guess("{" + text + "}"),
                PhpLogLine.Read(text),
                PhpStatus.Read(text[..Math.Min(text.Length, 8000)]),
                KernelLogReader.Read([text], null)
            )
        );
    }

    [Theory]
    [InlineData("nginx.access-log", "@file /a\t1\n")]
    [InlineData("nginx.access-log", "@minute e1795316340 9223372036854775807 9223372036854775807\n")]
    [InlineData("services.units", "@manager systemd\nId=a\n\n")]
    [InlineData("services.journal", "1795316340.1 h a: b\n and\n")]
    [InlineData("containers", "@container /a\texited\t1\tfalse\t0\t\t\t\t\t\n>log\n")]
    [InlineData("php.fpm", "@pools /a\n[a]\nlisten=1\n")]
    [InlineData("upstream.connect", "http\t10.0.0.1:1\terrno=111 errno=2 phase=connect\n")]
    [InlineData("processes", "1 2 root S 1 1 sh\n")]
    public void Very_many_of_anything_end_quickly(string probe, string part) =>
        Assert.NotNull(Answered(probe, Many(part, 600_000 / part.Length)));

    [Fact]
    public void Many_gaps_are_told_as_a_few_and_a_number()
    {
        var unreadable = Answered("processes", Many("@unreadable /x\tdenied\n", 20_000)).Unreadable;
        Assert.Equal(
            (51, "19950 more sources could not be read"),
            (unreadable.Count, unreadable[^1].Why)
        );
    }

    [Fact]
    public void A_long_line_counts_with_its_beginning()
    {
        var outcome = FuzzKit.Quickly(() => Section.Decode("x", 0, new byte[60 << 20], 1 << 20));
        Assert.True(outcome.Truncated);
        Assert.All(outcome.Lines, l => Assert.True(l.Length <= 8_000));
    }

    [Fact]
    public void A_stream_in_tiny_pieces_is_not_looked_at_again_and_again()
    {
        var bundle = ProbeBundle.Compile(ProbeCatalog.All, new(TimeSpan.FromMinutes(15)), "=FRAME");
        var bytes = Encoding.ASCII.GetBytes(
            "\n=FRAME begin nginx.config\n" + Many("# nothing\n", 400_000) + "\n=FRAME rc 0\n"
        );
        var outcome = FuzzKit.Quickly(() =>
        {
            var reader = new BundleReader(bundle, () => TimeSpan.Zero);
            return bytes.Chunk(64).SelectMany(c => reader.Feed(c)).Single();
        });
        Assert.Equal("nginx.config", outcome.Probe);
    }

    [Fact]
    public void Very_many_frames_end_quickly_and_a_question_is_answered_once()
    {
        var bundle = ProbeBundle.Compile(ProbeCatalog.All, new(TimeSpan.FromMinutes(15)), "=FRAME");
        var bytes = Encoding.ASCII.GetBytes(Many("\n=FRAME begin processes\n\n=FRAME rc 0\n", 100_000));
        Assert.Single(FuzzKit.Quickly(() => new BundleReader(bundle, () => TimeSpan.Zero).Feed(bytes)));
    }
}
