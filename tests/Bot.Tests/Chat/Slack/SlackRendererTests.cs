using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Messages;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

public sealed class SlackRendererTests
{
    static readonly DateTimeOffset At = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    static SlackMessage Render(params ChatBlock[] blocks) =>
        SlackRenderer.Of(new(7, 1, "k", new("A sentence.", blocks), 3, At, At));

    static string Json(SlackMessage message) => SlackJson.Of(message.Blocks);

    static void Fits(SlackMessage message) =>
        Assert.Empty(BlockKitRules.Problems(JsonNode.Parse(Json(message))!.AsArray(), 50));

    [Theory]
    [InlineData(1)]
    [InlineData(149)]
    [InlineData(151)]
    [InlineData(3_001)]
    [InlineData(100_000)]
    public void Every_block_of_every_length_fits_and_what_is_cut_is_in_a_file(int length)
    {
        var text = string.Concat(Enumerable.Repeat("a<&😀\"\n", length / 6 + 1))[..length]
            .TrimEnd('\uD83D');
        ChatBlock[] all =
        [
            new Heading(text, Tone.Failed),
            new Paragraph(text),
            new Bullets([text, text]),
            new Code(text),
            new Fields([.. Enumerable.Range(0, 23).Select(i => new Field($"f{i}", text))]),
            new Buttons([
                .. Enumerable
                    .Range(0, 30)
                    .Select(i => new ChatButton(new CommandAction("note", text), text, "danger", text)),
            ]),
        ];
        foreach (var block in all)
        {
            Fits(Render(block));
            Fits(Render([.. Enumerable.Repeat(block, 60)]));
        }
        var everything = Render(all);
        Fits(everything);
        if (length > 10_000)
            Assert.Contains(text[..5_000].Trim(), everything.Whole);
    }

    [Theory]
    [InlineData("<!channel> <@U012> <http://evil|nginx.org>")]
    [InlineData("&lt;!here&gt;")]
    public void Text_of_machines_pings_nobody_and_fakes_no_link(string text)
    {
        var message = SlackRenderer.Of(
            new(
                7,
                1,
                "k",
                new(
                    text,
                    [
                        new Heading(text, Tone.Done),
                        new Paragraph(text),
                        new Bullets([text]),
                        new Fields([new(text, text)]),
                        new Code(text),
                    ]
                ),
                1,
                At,
                At
            )
        );
        Assert.DoesNotContain('<', message.Text);
        foreach (var mrkdwn in Texts(JsonNode.Parse(Json(message))!, "mrkdwn"))
            Assert.DoesNotContain('<', mrkdwn);
    }

    static IEnumerable<string> Texts(JsonNode? node, string type) =>
        node switch
        {
            JsonObject o when o["type"]?.ToString() == type && o["text"] is JsonValue text =>
            [
                text.ToString(),
            ],
            JsonObject o => o.SelectMany(p => Texts(p.Value, type)),
            JsonArray a => a.SelectMany(n => Texts(n, type)),
            _ => [],
        };

    [Fact]
    public void Terminal_colours_control_characters_and_halves_of_characters_are_left_out() =>
        Assert.Contains(
            "\"text\":\"red\\tand \uFFFD\"",
            Json(Render(new Code("\u001b[31mred\u001b[0m\t\u0000and \ud83d")))
        );

    [Theory]
    [InlineData("*bold* _x_ ~y~ `z`")]
    [InlineData("all is well :white_check_mark: or :+1:")]
    public void Marks_and_emoji_of_others_stay_text(string text)
    {
        var shown = Json(
            Render(new Heading(text, Tone.Failed), new Paragraph(text), new Fields([new("Why", text)]))
        );
        Assert.DoesNotMatch(@":(white_check_mark|\+1):", shown);
        // a heading is plain text: there marks are none
        foreach (var mrkdwn in Texts(JsonNode.Parse(shown), "mrkdwn"))
            Assert.DoesNotMatch(@"(?<!\w)[*_~`]\w+[*_~`](?!\w)", mrkdwn.Replace("*Why*", ""));
        Assert.Contains(":x:", shown); // our own sign
    }

    [Theory]
    [InlineData("proxy_pass http://127.0.0.1:3000/a_b_c; # 2 * 3 * 4 at 10:20:30")]
    public void What_is_no_mark_stays_as_it_is(string text) =>
        Assert.Contains(text, Json(Render(new Paragraph(text))));

    [Fact]
    public void Long_output_says_where_it_was_cut()
    {
        var message = Render(
            new Code(string.Join('\n', Enumerable.Range(1, 240).Select(i => $"line {i}")))
        );
        Assert.Contains("cut after 15 of 240 lines", Json(message));
        Assert.Contains("the whole text is in INC-1-7.txt", Json(message));
        Assert.EndsWith("line 240", message.Whole);
    }

    [Fact]
    public void Nothing_to_show_is_still_a_sentence()
    {
        var message = Render(new Paragraph("  "), new Code("\n"), new Fields([]), new Bullets([]));
        Fits(message);
        Assert.Equal("A sentence.", message.Text);
    }

    [Theory]
    [InlineData("check <http://web-01.example|web-01.example>", "check web-01.example")]
    [InlineData("see <https://x.example/a?b=1&amp;c=2>", "see https://x.example/a?b=1&c=2")]
    [InlineData("<@U0ALICE|alice> and <@U0BOB>", "@alice and @Bob")]
    [InlineData("<#C012|general> <!here> <!subteam^S01|@ops> &lt;b&gt;", "#general @here @ops <b>")]
    [InlineData("1 < 2 > 0", "1 < 2 > 0")]
    public void What_people_type_is_read_without_Slacks_markup(string text, string expected) =>
        Assert.Equal(expected, SlackText.Plain(text, id => id == "U0BOB" ? "Bob" : null));
}
