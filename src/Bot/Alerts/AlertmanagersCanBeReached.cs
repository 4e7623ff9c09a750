using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Http;

namespace ChatOps502.Bot.Alerts;

sealed class AlertmanagersCanBeReached : ISettingsRule
{
    public IEnumerable<string> Problems(Settings settings)
    {
        var first = settings.Alerts.AlertmanagerUrl;
        if (first.Length > 0 && !WebAddress.Is(first))
            yield return $"Alerts:AlertmanagerUrl = '{first}' is not an address such as http://127.0.0.1:9093";
        foreach (var url in settings.Alerts.MoreAlertmanagers.Where(url => !WebAddress.Is(url)))
            yield return $"Alerts:MoreAlertmanagers: '{url}' is not an address such as http://127.0.0.1:9093";
    }
}
