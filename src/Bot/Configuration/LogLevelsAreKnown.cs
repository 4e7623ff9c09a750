namespace ChatOps502.Bot.Configuration;

sealed class LogLevelsAreKnown : ISettingsRule
{
    public IEnumerable<string> Problems(Settings settings) =>
        from pair in settings.Logging.LogLevel
        where !Enum.TryParse<LogLevel>(pair.Value, ignoreCase: true, out _)
        select $"Logging:LogLevel:{pair.Key} = '{pair.Value}' is none of "
            + string.Join(", ", Enum.GetNames<LogLevel>());
}
