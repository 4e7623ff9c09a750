using System.CommandLine;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Verdicts;

namespace ChatOps502.Bot.CommandLine;

/// <summary>Makes verbs; all but the offline ones read the configuration before they do anything.</summary>
/// <param name="rules">What the configuration must fulfil.</param>
/// <param name="provide">Puts the bot's parts together for one call.</param>
sealed class VerbFactory(IReadOnlyList<ISettingsRule> rules, Func<Settings, ServiceProvider> provide)
{
    public static readonly Option<string?> Config = new("--config")
    {
        Description = "JSON file that overrides appsettings.json",
        Recursive = true,
    };

    public static readonly Option<OutputFormat> Output = new("--output")
    {
        Description = "text, json or md",
        Recursive = true,
    };

    public static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "plain text",
        Recursive = true,
    };

    public Command Create(
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<Call, CancellationToken, Task<int>> run
    )
    {
        var command = Named(name, description, symbols);
        command.SetAction((parsed, cancel) => RunAsync(parsed, run, cancel));
        return command;
    }

    /// <summary>A verb that needs no configuration, and goes on where that is broken.</summary>
    public static Command CreateOffline(
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<TypedCall, int> run
    )
    {
        var command = Named(name, description, symbols);
        command.SetAction(parsed => run(new(parsed)));
        return command;
    }

    static Command Named(string name, string description, IReadOnlyList<Symbol> symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
            command.Add(symbol);
        return command;
    }

    public Command Create(
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<Call, int> run
    ) => Create(name, description, symbols, (call, _) => Task.FromResult(run(call)));

    async Task<int> RunAsync(
        ParseResult parsed,
        Func<Call, CancellationToken, Task<int>> run,
        CancellationToken cancel
    )
    {
        var (settings, problems) = SettingsReader.Read(parsed.GetValue(Config), rules);
        foreach (var problem in problems)
            Terminal.Say("configuration: " + problem);
        if (settings is null)
            return ExitCodes.Usage;
        Secrets.Use(settings.Redaction);
        await using var call = new Call(parsed, settings, provide);
        return await run(call, cancel);
    }
}

static class CommandSymbols
{
    public static void Add(this Command command, Symbol symbol)
    {
        if (symbol is Option option)
            command.Options.Add(option);
        else if (symbol is Argument argument)
            command.Arguments.Add(argument);
    }
}
