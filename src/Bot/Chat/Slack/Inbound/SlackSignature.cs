using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatOps502.Bot.Chat.Slack.Inbound;

/// <summary>
/// Whether a request really comes from Slack: https://docs.slack.dev/authentication/verifying-requests-from-slack
/// </summary>
static class SlackSignature
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <param name="timestamp">X-Slack-Request-Timestamp, each of its values.</param>
    /// <param name="signature">X-Slack-Signature, each of its values.</param>
    /// <param name="body">The raw bytes, before anything was parsed.</param>
    /// <returns>Null when it does; else why not.</returns>
    public static string? Problem(
        string secret,
        IReadOnlyList<string?> timestamp,
        IReadOnlyList<string?> signature,
        ReadOnlySpan<byte> body,
        DateTimeOffset now
    )
    {
        if (timestamp is not [{ } at] || signature is not [{ } given])
            return "X-Slack-Request-Timestamp and X-Slack-Signature must each be there once";
        if (!long.TryParse(at, NumberStyles.None, null, out var seconds))
            return "X-Slack-Request-Timestamp is not a number of seconds";
        // in both directions, and without overflow for absurd numbers
        if (Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)Window.TotalSeconds)
            return "the request is more than five minutes old, or from the future";
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Of(secret, at, body)),
            Encoding.UTF8.GetBytes(given)
        )
            ? null
            : "the signature does not fit Slack:SigningSecret";
    }

    /// <returns>v0= and the lower-case hex of the HMAC-SHA256.</returns>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(secret)
        );
        hmac.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(body);
        return "v0=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
