namespace ChatOps502.Bot.Configuration;

sealed class RunbooksExist : ISettingsRule
{
    public IEnumerable<string> Problems(Settings settings)
    {
        var directory = settings.Runbooks.Directory;
        if (directory.Length > 0 && !Directory.Exists(directory))
            yield return $"Runbooks:Directory = '{directory}' does not exist";
    }
}
