using System.Security.Cryptography;
using System.Text;

namespace ChatOps502.Bot.Http;

/// <summary>Authorization: Bearer ...</summary>
static class BearerToken
{
    /// <summary>Null when the request carries none.</summary>
    public static string? Of(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? given[7..].Trim() : null;
    }

    /// <summary>In constant time.</summary>
    public static bool AreSame(string given, string wanted) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given),
            Encoding.UTF8.GetBytes(wanted)
        );
}
