using System.CommandLine;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Verdicts;

namespace ChatOps502.Bot.CommandLine;

/// <summary>One call of a verb: what was typed.</summary>
class TypedCall(ParseResult parsed)
{
    public OutputFormat Output => parsed.GetValue(VerbFactory.Output);

    public bool Color =>
        !parsed.GetValue(VerbFactory.NoColor)
        && !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    public T Value<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);
}

/// <summary>The same, with the configuration that holds for it and the parts of the bot.</summary>
/// <param name="provide">Puts the parts together; only for a verb that asks for one.</param>
sealed class Call(ParseResult parsed, Settings settings, Func<Settings, ServiceProvider> provide)
    : TypedCall(parsed),
        IAsyncDisposable
{
    readonly Lazy<ServiceProvider> _parts = new(() => provide(settings));

    public Settings Settings => settings;

    /// <summary>A part of the bot, put together as the running bot's.</summary>
    public T Get<T>()
        where T : notnull => _parts.Value.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _parts.IsValueCreated ? _parts.Value.DisposeAsync() : default;
}
