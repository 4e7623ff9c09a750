using System.Net;

namespace ChatOps502.Bot.Configuration;

/// <summary>What values must fulfil beyond having the right type.</summary>
static class SettingsRules
{
    public static IEnumerable<string> Problems(Settings settings)
    {
        foreach (var (name, host) in settings.Hosts)
        {
            if (host.Executor is not ("local" or "ssh")) yield return $"Hosts:{name}:Executor = '{host.Executor}' is neither local nor ssh";
            if (name.Any(char.IsWhiteSpace) || name.StartsWith('-')) yield return $"Hosts:{name}: people must be able to type the name as one word";
        }
        if (!Uri.TryCreate(settings.Console.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            yield return $"Console:Url = '{settings.Console.Url}' is not an address such as http://127.0.0.1:5020";
        else if (!IsLoopback(url) && settings.Console.Token.Length < 16)
            yield return $"Console:Url = {settings.Console.Url} can be reached from other machines: set Console:Token (16 characters or more), or bind to 127.0.0.1";
        if (settings.Approvals.ExpireAfter <= TimeSpan.Zero) yield return "Approvals:ExpireAfter must be longer than nothing";
        if (settings.Verification.Burst is < 0 or > 10_000) yield return "Verification:Burst must lie between 0 and 10000";
        if (settings.Runbooks.Directory.Length > 0 && !Directory.Exists(settings.Runbooks.Directory)) yield return $"Runbooks:Directory = '{settings.Runbooks.Directory}' does not exist";
    }

    public static bool IsLoopback(Uri url) => url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
}
