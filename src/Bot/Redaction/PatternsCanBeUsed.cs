using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Redaction;

sealed class PatternsCanBeUsed : ISettingsRule
{
    public IEnumerable<string> Problems(Settings settings) =>
        from numbered in settings.Redaction.Patterns.Index()
        let wrong = OwnPatterns.Problem(numbered.Item)
        where wrong is not null
        select $"Redaction:Patterns:{numbered.Index} = '{numbered.Item}' cannot be used: {wrong}";
}
