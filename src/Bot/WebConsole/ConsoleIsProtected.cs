using System.Net;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Http;

namespace ChatOps502.Bot.WebConsole;

/// <summary>The console listens on an address, and beyond this machine only behind a token.</summary>
sealed class ConsoleIsProtected : ISettingsRule
{
    const int ShortestToken = 16;

    public IEnumerable<string> Problems(Settings settings)
    {
        var console = settings.Console;
        if (!WebAddress.Is(console.Url))
            yield return $"Console:Url = '{console.Url}' is not an address such as http://127.0.0.1:5020";
        else if (!Loopback.Has(new(console.Url)) && console.Token.Length < ShortestToken)
            yield return $"Console:Url = {console.Url} can be reached from other machines: set Console:Token "
                + $"({ShortestToken} characters or more), or bind to 127.0.0.1";
        foreach (var proxy in console.TrustedProxies.Where(proxy => !IPAddress.TryParse(proxy, out _)))
            yield return $"Console:TrustedProxies: '{proxy}' is not an IP address";
        if (console.TrustedProxies.Count > 0 != console.IdentityHeader.Length > 0)
            yield return "Console:TrustedProxies and Console:IdentityHeader need each other: who is believed, and "
                + "which header names the person";
    }
}
