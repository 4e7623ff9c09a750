using System.Net;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Redaction;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Bot.Configuration;

/// <summary>What values must fulfil beyond having the right type.</summary>
static class SettingsRules
{
    public static IEnumerable<string> Problems(Settings settings)
    {
        foreach (var (name, host) in settings.Hosts)
        {
            if (host.Executor is not ("local" or "ssh"))
                yield return $"Hosts:{name}:Executor = '{host.Executor}' is neither local nor ssh";
            if (name.Any(char.IsWhiteSpace) || name.StartsWith('-'))
                yield return $"Hosts:{name}: people must be able to type the name as one word";
        }
        if (
            !Uri.TryCreate(settings.Console.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
        )
            yield return $"Console:Url = '{settings.Console.Url}' is not an address such as http://127.0.0.1:5020";
        else if (!IsLoopback(url) && settings.Console.Token.Length < 16)
            yield return $"Console:Url = {settings.Console.Url} can be reached from other machines: set Console:Token (16 "
                + "characters or more), or bind to 127.0.0.1";
        foreach (var problem in Slack(settings.Slack))
            yield return problem;
        if (settings.Alerts.AlertmanagerUrl.Length > 0 && !IsHttp(settings.Alerts.AlertmanagerUrl))
            yield return $"Alerts:AlertmanagerUrl = '{settings.Alerts.AlertmanagerUrl}' is not an address such as "
                + "http://127.0.0.1:9093";
        foreach (var problem in Doors(settings).Concat(Access(settings.Access)).Concat(Runs(settings.Runs)))
            yield return problem;
        if (settings.Approvals.ExpireAfter <= TimeSpan.Zero)
            yield return "Approvals:ExpireAfter must be longer than nothing";
        if (settings.Verification.Burst is < 0 or > 10_000)
            yield return "Verification:Burst must lie between 0 and 10000";
        for (var i = 0; i < settings.Redaction.Patterns.Count; i++)
            if (OwnPatterns.Problem(settings.Redaction.Patterns[i]) is { } wrong)
                yield return $"Redaction:Patterns:{i} = '{settings.Redaction.Patterns[i]}' cannot be used: {wrong}";
        if (settings.Runbooks.Directory.Length > 0 && !Directory.Exists(settings.Runbooks.Directory))
            yield return $"Runbooks:Directory = '{settings.Runbooks.Directory}' does not exist";
    }

    static IEnumerable<string> Doors(Settings settings)
    {
        foreach (var url in settings.Alerts.MoreAlertmanagers.Where(u => !IsHttp(u)))
            yield return $"Alerts:MoreAlertmanagers: '{url}' is not an address such as http://127.0.0.1:9093";
        foreach (var proxy in settings.Console.TrustedProxies.Where(p => !IPAddress.TryParse(p, out _)))
            yield return $"Console:TrustedProxies: '{proxy}' is not an IP address";
        if (settings.Console.TrustedProxies.Count > 0 != settings.Console.IdentityHeader.Length > 0)
            yield return "Console:TrustedProxies and Console:IdentityHeader need each other: who is believed, and which "
                + "header names the person";
        if (settings.Console.SessionLasts <= TimeSpan.Zero)
            yield return "Console:SessionLasts must be longer than nothing";
        if (settings.Slack.ListenUrl.Length == 0)
            yield break;
        if (!IsHttp(settings.Slack.ListenUrl))
            yield return $"Slack:ListenUrl = '{settings.Slack.ListenUrl}' is not an address such as http://127.0.0.1:5021";
        else if (!settings.Slack.UsesHttp)
            yield return "Slack:ListenUrl is set without Slack:SigningSecret: nothing could be verified";
        else if (new Uri(settings.Slack.ListenUrl).Port == new Uri(settings.Console.Url).Port)
            yield return "Slack:ListenUrl and Console:Url need different ports";
    }

    static IEnumerable<string> Access(AccessSettings access)
    {
        foreach (var (rule, index) in access.Rules.Select((r, i) => (r, i)))
        {
            if (Deeds.Find(rule.Do) is null)
                yield return $"Access:Rules:{index}:Do = '{rule.Do}' is none of {string.Join(", ", Deeds.Names)}";
            foreach (
                var action in rule.Actions.Where(a =>
                    a is not ("command" or "http" or "config.undo") && RemedyCatalog.Find(a) is null
                )
            )
                yield return $"Access:Rules:{index}:Actions: there is no action '{action}'; known: "
                    + $"{string.Join(", ", RemedyCatalog.All.Select(a => a.Name))}, command, http, config.undo";
        }
    }

    static IEnumerable<string> Runs(RunSettings runs)
    {
        if (runs.AtOnce is < 1 or > 200)
            yield return "Runs:AtOnce must lie between 1 and 200";
        if (runs.CommandsPerHost is < 1 or > 20)
            yield return "Runs:CommandsPerHost must lie between 1 and 20";
        if (runs.StopWaits < TimeSpan.Zero || runs.StopWaits > TimeSpan.FromMinutes(10))
            yield return "Runs:StopWaits must lie between 0 and 10 minutes";
    }

    static IEnumerable<string> Slack(SlackSettings slack)
    {
        if (!IsHttp(slack.ApiUrl))
            yield return $"Slack:ApiUrl = '{slack.ApiUrl}' is not an address such as https://slack.com/api/";
        if (slack.BotToken.StartsWith("xapp-") || slack.AppToken.StartsWith("xoxb-"))
            yield return "Slack:BotToken and Slack:AppToken are swapped: the bot token begins with xoxb-, the app-level "
                + "token with xapp-";
        if (slack.BotToken.Length > 0 && slack.IncidentChannel.Length == 0)
            yield return "Slack:IncidentChannel is needed: the ID (C0123ABCD, at the bottom of the channel's details) or "
                + "#name of the channel where incidents are told";
        if (slack.UsesSockets && slack.BotToken.Length == 0)
            yield return "Slack:AppToken is set without Slack:BotToken (xoxb-..., under OAuth & Permissions): nothing could "
                + "be answered";
        if (slack.PublicUrl.Length > 0 && !IsHttp(slack.PublicUrl))
            yield return $"Slack:PublicUrl = '{slack.PublicUrl}' is not an address such as https://bot.example.com";
    }

    static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    /// <summary>Whether anybody who reaches the port can send alerts.</summary>
    public static bool StrangersCanAlert(Settings settings) =>
        settings.Alerts.Token.Length == 0 && !IsLoopback(new(settings.Console.Url));

    public static bool IsLoopback(Uri url) =>
        url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
}
