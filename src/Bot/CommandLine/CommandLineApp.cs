using System.CommandLine;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.CommandLine;

/// <summary>Parses what was typed and runs the verb; without one the first of the list.</summary>
static class CommandLineApp
{
    /// <summary>The bot itself knows how long its stop may take (Runs:StopWaits).</summary>
    static readonly TimeSpan StopWaits = TimeSpan.FromMinutes(15);

    public static Task<int> RunAsync(string[] args, IReadOnlyList<Command> verbs)
    {
        var root = new RootCommand("ChatOps502 finds the true cause of nginx's 502 and helps you fix it.")
        {
            VerbFactory.Config,
            VerbFactory.Output,
            VerbFactory.NoColor,
        };
        foreach (var verb in verbs)
            root.Subcommands.Add(verb);
        root.Action = verbs[0].Action;
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
            return Task.FromResult(Explain(parsed));
        return parsed.InvokeAsync(
            new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopWaits }
        );
    }

    static int Explain(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
            Terminal.Say(error.Message);
        var known = parsed
            .CommandResult.Command.Subcommands.Where(verb => !verb.Hidden)
            .Select(verb => verb.Name);
        if (parsed.UnmatchedTokens.FirstOrDefault() is { } word && Nearest.Of(word, known) is { } near)
            Terminal.Say($"did you mean {near}?");
        Terminal.Say("chatops502 --help lists the verbs");
        return ExitCodes.Usage;
    }
}
