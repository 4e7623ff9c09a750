using System.Net;

namespace ChatOps502.Bot.Http;

/// <summary>Whether an address can be reached from this machine alone.</summary>
static class Loopback
{
    public static bool Has(Uri url) =>
        url.Host == "localhost"
        || IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
}
