using System.Text.RegularExpressions;
using ChatOps502.Bot.Configuration;
using ChatOps502.Probes.Text;

namespace ChatOps502.Bot.Redaction;

/// <summary>
/// Takes secrets out of text before it is stored, posted or logged, and makes visible what could hide there.
/// </summary>
public static partial class Secrets
{
    // the only rule that looks over the ends of lines
    static readonly PrivateKeys Keys = new();

    // from what is certain to what only looks like one: a later rule finds the marks of an earlier one
    static readonly IRule[] Rules =
    [
        new UrlCredentials(),
        new WebhookAddresses(),
        new NamedValues(),
        new CommandOptions(),
        new IssuedTokens(),
        new PasswordHashes(),
        new SecretPaths(),
        new PaymentNumbers(),
        new RandomTokens(),
    ];

    static volatile OwnPatterns _own = OwnPatterns.None;

    /// <summary>Adds the patterns of the configuration; without it only the built-in rules hold.</summary>
    public static void Use(RedactionSettings settings) => _own = new(settings);

    public static string Mask(string text)
    {
        // nothing hides behind what cannot be seen: not a secret from the rules, not a command from its reader
        text = Harmless.Text(WithoutColours(text));
        if (text.Length < Shortest)
            return text;
        try
        {
            return Pieces.Each(Keys.Mask(text), Piece);
        }
        catch (RegexMatchTimeoutException)
        {
            return "*** (this text took too long to be searched for secrets)";
        }
    }

    static string Piece(string text)
    {
        text = _own.Mask(text);
        if (text.Contains("\\u00"))
        {
            var read = EscapedSigns.Read(text);
            if (read != text && Ruled(read) is var masked && masked != read)
                return Harmless.Text(masked);
        }
        return Ruled(text);
    }

    static string Ruled(string text)
    {
        var plain = EscapedBreaks.Hide(text);
        var masked = plain;
        foreach (var rule in Rules)
            masked = rule.Mask(masked);
        return ReferenceEquals(masked, plain) ? text : EscapedBreaks.Show(masked);
    }

    /// <summary>The same for what may be missing.</summary>
    public static string? MaskOrNull(string? text) => text is null ? null : Mask(text);

    /// <summary>
    /// The same for every string of a JSON document, which stays one; what is none is masked as text.
    /// </summary>
    public static string MaskJson(string json) => JsonMask.Of(json, Nothing);

    /// <param name="kept">Names of properties whose values are acted on later: they and what is in them stay as they
    /// are.</param>
    public static string MaskJson(string json, IReadOnlySet<string> kept) => JsonMask.Of(json, kept);

    /// <summary>What only paints is no loss.</summary>
    static string WithoutColours(string text) =>
        text.Contains('\u001b') ? Colour().Replace(text, "") : text;

    // "\e[31mred\e[0m"
    [GeneratedRegex(@"\x1b\[[0-9;]{0,20}m")]
    private static partial Regex Colour();

    const int Shortest = 5;
    static readonly HashSet<string> Nothing = [];
}
