using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Bot.Chat.Slack.Rendering;

/// <summary>Between text as it is and Slack's mrkdwn.</summary>
static partial class SlackText
{
    const string Joiner = "\u2060";

    /// <summary>
    /// Text of machines and people as mrkdwn that shows just that: no mention, no link, no control characters.
    /// </summary>
    public static string Escape(string text) =>
        Defused(Clean(text)).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>
    /// mrkdwn has no escape for its own marks: an invisible joiner behind the first of a pair keeps it from being one.
    /// </summary>
    static string Defused(string text) => WithoutEmoji(MarkPair().Replace(text, "$1" + Joiner));

    /// <summary>:skull: stays what it is.</summary>
    public static string WithoutEmoji(string text) => Emoji().Replace(text, ":" + Joiner);

    /// <summary>
    /// Without colours of terminals, control characters and halves of characters; what cannot be seen, or turns writing
    /// around, is shown.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in Ansi().Replace(text, "").EnumerateRunes())
            if (rune.Value is '\n' or '\t' || !Rune.IsControl(rune))
                clean.Append(rune.ToString());
        return Harmless.Text(clean.ToString());
    }

    /// <summary>
    /// The first <paramref name="max"/> characters, the last of them an ellipsis when something was cut; never half a
    /// character.
    /// </summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max)
            return text;
        var end = max - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        // half an entity would show as the other half of nothing
        if (
            text.LastIndexOf('&', end - 1) is >= 0 and var amp
            && amp > end - 6
            && text.IndexOf(';', amp) >= end
        )
            end = amp;
        return text[..end] + "…";
    }

    /// <summary>Shown in the reader's own time zone; <paramref name="fallback"/> where that cannot be.</summary>
    public static string Date(DateTimeOffset at, string fallback) =>
        $"<!date^{at.ToUnixTimeSeconds()}^{{date_short_pretty}} {{time_secs}}|{Escape(fallback)}>";

    /// <summary>U0123 or S0123 as a mention; a name as it is.</summary>
    public static string Mention(string who)
    {
        if (UserId().IsMatch(who))
            return $"<@{who}>";
        return IsGroup(who) ? $"<!subteam^{who}>" : Escape(who);
    }

    public static bool IsGroup(string who) => GroupId().IsMatch(who);

    /// <summary>What somebody typed, without Slack's markup: links become what was typed, mentions names.</summary>
    /// <param name="text">For example "check &lt;http://web-01.example|web-01.example&gt;".</param>
    /// <param name="name">The name of a user; null when it is not known.</param>
    public static string Plain(string text, Func<string, string?>? name = null) =>
        WebUtility.HtmlDecode(
            Markup()
                .Replace(
                    text,
                    m =>
                    {
                        var (what, label) = (
                            m.Groups[1].Value,
                            m.Groups[2].Success ? m.Groups[2].Value : null
                        );
                        return what[0] switch
                        {
                            '@' => "@" + (label ?? name?.Invoke(what[1..]) ?? what[1..]),
                            '#' => "#" + (label ?? what[1..]),
                            '!' => label ?? "@" + what[1..].Split('^')[0],
                            _ => label ?? (what.StartsWith("mailto:") ? what[7..] : what),
                        };
                    }
                )
        );

    /// <summary>Something to click.</summary>
    public static string Link(string url, string label) =>
        $"<{url.Replace(">", "%3E").Replace("|", "%7C")}|{Escape(label)}>";

    /// <summary>The users a text mentions.</summary>
    public static IEnumerable<string> Mentioned(string text) =>
        Markup().Matches(text).Select(m => m.Groups[1].Value).Where(w => w[0] == '@').Select(w => w[1..]);

    // "\e[31mred\e[0m"
    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]")]
    private static partial Regex Ansi();

    // "*bold*", "_x_", "~x~", "`x`": the opening mark, where Slack takes it for one
    [GeneratedRegex(@"(?<![\w*_~`])([*_~`])(?=[^\s*_~`][^\n]{0,300}\1)")]
    private static partial Regex MarkPair();

    // ":skull:", ":+1:"
    [GeneratedRegex(@"(?<!\w):(?=[a-z+][a-z0-9_+'-]{0,60}:)")]
    private static partial Regex Emoji();

    // "<@U012|ann>", "<https://x.example|x>", "<!here>"
    [GeneratedRegex(@"<([@#!]?[^<>|\s][^<>|]*)(?:\|([^<>]*))?>")]
    private static partial Regex Markup();

    // "U01ALICE", "W01ALICE"
    [GeneratedRegex("^[UW][A-Z0-9]{5,}$")]
    private static partial Regex UserId();

    // "S01ONCALL"
    [GeneratedRegex("^S[A-Z0-9]+$")]
    private static partial Regex GroupId();
}
