using System.Text.Json.Nodes;
using ChatOps502.Bot.Composition;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;

namespace ChatOps502.Bot.Tests.Redaction;

public sealed class LinearTimeTests
{
    const int Size = 1_000_000;

    // linear takes a second, on a loaded machine ten; anything worse takes minutes
    const int Patience = 30;

    public static TheoryData<string> Pieces =>
        [
            "a",
            "A",
            "1",
            "4",
            "0a",
            "aB3",
            "\"",
            "'",
            "\\",
            "\\\"",
            "\\n",
            "\\u0022",
            "=",
            ":",
            "&",
            "&a=",
            ";",
            ";a",
            ",a=",
            "/",
            "/reset/",
            "@",
            "://",
            "a:b@",
            "http://a:",
            "%",
            "%3D",
            "$",
            "$6$",
            "<",
            "<password>",
            "{",
            "[",
            "-",
            "--",
            "-p",
            " -p ",
            ".",
            "eyJ",
            "eyJ.",
            "sk-",
            "s.",
            "AC",
            "password",
            "password=",
            "password ",
            "password:",
            "password is ",
            "\"password\":",
            "pass",
            "key",
            "token",
            "Cookie: ",
            "Authorization: ",
            "Authorization: a=\"",
            "identified by ",
            "mysql ",
            "mysql -p",
            "curl -u ",
            "docker login ",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\n",
            "-----",
            "-----END ",
            "Private-Lines: 1\n",
            "4111 ",
            "4111-",
            "4111111111111111 ",
            "DE89 ",
            "DE89 3704 ",
            "GB82WEST",
            "x.y.",
            "MTk4NjIyNDgzNDcxOTI1MjQ4.",
            ".atlasv1.",
            ":AA",
            "Q~",
            "Bearer ",
            "Basic ",
            "a:1234:a:a:",
            "{SSHA}",
            "*0",
            "\n",
            " ",
            "machine login password ",
            "name: password\n",
            "hooks.slack.com/services/",
            "proxy_set_header ",
            "é",
            "\u0000",
            "\ud800",
        ];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_megabyte_of_anything_takes_seconds_not_minutes(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Size / piece.Length));
        var begun = TimeProvider.System.GetTimestamp();
        Secrets.Mask(text);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, Patience);
    }

    [Fact]
    public void A_megabyte_of_random_letters_too()
    {
        var random = new Random(1);
        foreach (
            var letters in (string[])
                [
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                    "0123456789 -",
                    "\"'\\=:&;, ap",
                    "{}[]\":,a1",
                ]
        )
        {
            var text = new string([
                .. Enumerable.Range(0, Size).Select(_ => letters[random.Next(letters.Length)]),
            ]);
            var begun = TimeProvider.System.GetTimestamp();
            Secrets.Mask(text);
            Secrets.MaskJson(text);
            Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, Patience);
        }
    }

    [Fact]
    public void An_ordinary_log_costs_little()
    {
        var lines = File.ReadLines(
                Path.Combine(TestKit.Tree.Root, "tests", "Bot.Tests", "Redaction", "OrdinaryTexts.txt")
            )
            .Where(l => l.StartsWith("10.0.0.7 - "))
            .ToList();
        var log = string.Join('\n', Enumerable.Range(0, 7000).Select(i => lines[i % lines.Count]));
        Secrets.Mask(log);
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Equal(log, Secrets.Mask(log));
        var took = TimeProvider.System.GetElapsedTime(begun);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{log.Length / 1e6 / took.TotalSeconds:0.0} MB/s"
        );
        Assert.InRange(took.TotalSeconds, 0, Patience);
    }

    [Theory]
    [InlineData("((", "cannot be used")]
    [InlineData("a*", "matches an empty text")]
    [InlineData("(?<=a)b", "linear time")]
    [InlineData("", "it is empty")]
    public void A_pattern_that_cannot_be_used_is_told(string pattern, string expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                file,
                new JsonObject
                {
                    ["Redaction"] = new JsonObject
                    {
                        ["Patterns"] = new JsonArray("ACME-[0-9]{8}", pattern),
                    },
                }.ToJsonString()
            );
            var problem = Assert.Single(
                SettingsReader.Read(file, SettingsRules.All, new System.Collections.Hashtable()).Problems
            );
            Assert.Contains("Redaction:Patterns:1", problem);
            Assert.Contains(expected, problem);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Own_patterns_and_addresses_are_masked_when_wanted()
    {
        try
        {
            Secrets.Use(new() { Patterns = { "ACMEHOUSE-[0-9]{8}" }, Emails = true });
            Assert.Equal(
                "order *** of ***",
                Secrets.Mask("order ACMEHOUSE-12345678 of ann@shop-of-this-test.example")
            );
        }
        finally
        {
            Secrets.Use(new());
        }
        Assert.Equal(
            "order ACMEHOUSE-12345678 of ann@shop.example",
            Secrets.Mask("order ACMEHOUSE-12345678 of ann@shop.example")
        );
    }
}
