namespace ChatOps502.Bot.Configuration;

sealed class HostsCanBeNamed : ISettingsRule
{
    public IEnumerable<string> Problems(Settings settings)
    {
        foreach (var (name, host) in settings.Hosts)
        {
            if (host.Executor is not ("local" or "ssh"))
                yield return $"Hosts:{name}:Executor = '{host.Executor}' is neither local nor ssh";
            if (name.Any(char.IsWhiteSpace) || name.StartsWith('-'))
                yield return $"Hosts:{name}: people must be able to type the name as one word";
        }
    }
}
