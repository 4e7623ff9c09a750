using System.Buffers;
using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>Addresses that are a secret themselves: whoever knows one may post.</summary>
sealed partial class WebhookAddresses : IRule
{
    static readonly SearchValues<string> Signs = SearchValues.Create(
        ["hooks.", "webhook", "api.telegram.org", "chat.googleapis"],
        StringComparison.OrdinalIgnoreCase
    );

    public string Mask(string text)
    {
        if (!text.AsSpan().ContainsAny(Signs))
            return text;
        text = Hook().Replace(text, "$1" + Cover.Mark);
        return Telegram().Replace(text, "$1" + Cover.Mark);
    }

    // hooks.slack.com/services/T0/B0/xyz, discord.com/api/webhooks/1/xyz, x.webhook.office.com/webhookb2/xyz,
    // hooks.zapier.com/hooks/catch/1/xyz
    [GeneratedRegex(
        @"(?i)(hooks\.slack(?:-gov)?\.com/[a-z]{4,12}/|discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/|\.?office(?:365)?\.com/webhook(?:b2)?/|hooks\.zapier\.com/hooks/catch/|chat\.googleapis\.com/v1/spaces/)[^\s""'<>\\)]{4,}"
    )]
    private static partial Regex Hook();

    // api.telegram.org/bot123456:ABC/sendMessage
    [GeneratedRegex(@"(?i)(api\.telegram\.org/(?:file/)?bot)[\w:%-]{8,128}")]
    private static partial Regex Telegram();
}
