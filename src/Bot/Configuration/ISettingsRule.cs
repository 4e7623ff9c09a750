namespace ChatOps502.Bot.Configuration;

/// <summary>What a capability asks of its settings beyond the right types.</summary>
public interface ISettingsRule
{
    /// <summary>Every problem in words: the key, its value and the way out.</summary>
    IEnumerable<string> Problems(Settings settings);
}
