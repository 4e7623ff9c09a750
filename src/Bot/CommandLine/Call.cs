using System.CommandLine;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Verdicts;

namespace ChatOps502.Bot.CommandLine;

/// <summary>One call of a verb: what was typed, and the configuration that holds for it.</summary>
sealed class Call(ParseResult parsed, Settings settings, IServiceProvider services)
{
    public Settings Settings => settings;

    public OutputFormat Output => parsed.GetValue(VerbFactory.Output);

    public bool Color =>
        !parsed.GetValue(VerbFactory.NoColor)
        && !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    public T Value<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>A part of the bot, put together as the running bot's.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}
