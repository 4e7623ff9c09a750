using System.CommandLine;
using System.Globalization;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Demo;

namespace ChatOps502.Bot.CommandLine;

/// <summary>The verbs of the program and their options.</summary>
static class Verbs
{
    static readonly Option<string?> Config = new("--config") { Description = "JSON file laid over appsettings.json", Recursive = true };
    static readonly Option<OutputFormat> Output = new("--output") { Description = "text, json or md", Recursive = true };
    static readonly Option<bool> NoColor = new("--no-color") { Description = "plain text", Recursive = true };

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("ChatOps502 finds the true cause of nginx's 502 and mends it with you.") { Config, Output, NoColor };
        root.Subcommands.Add(Serve());
        root.Subcommands.Add(Demo());
        root.Subcommands.Add(DemoBackendProcess());
        root.Subcommands.Add(Check());
        root.SetAction((parsed, cancel) => WithSettings(parsed, settings => ServeCommand.RunAsync(settings, cancel)));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Terminal.Say(error.Message);
            Terminal.Say("chatops502 --help lists the verbs");
            return Task.FromResult(2);
        }
        return parsed.InvokeAsync();
    }

    static Command Serve()
    {
        var command = new Command("serve", "run the bot: alerts, chat, schedules, web console (the default)");
        command.SetAction((parsed, cancel) => WithSettings(parsed, settings => ServeCommand.RunAsync(settings, cancel)));
        return command;
    }

    static Command Demo()
    {
        var auto = new Option<bool>("--auto-approve") { Description = "approve by itself and end" };
        var command = new Command("demo", "the whole loop on this machine: alert, verdict, approval, fix, proof, export") { auto };
        command.SetAction((parsed, cancel) => DemoCommand.RunAsync(parsed.GetValue(auto), cancel));
        return command;
    }

    /// <summary>What the demo's control script starts; of no use to people.</summary>
    static Command DemoBackendProcess()
    {
        var (port, owner) = (new Argument<int>("port"), new Argument<int>("owner"));
        var command = new Command("demo-backend") { port, owner };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => DemoBackend.RunAsync(parsed.GetValue(port), parsed.GetValue(owner), cancel));
        return command;
    }

    static Command Check()
    {
        var targets = new Argument<string[]>("target") { Arity = ArgumentArity.OneOrMore, Description = "names of configured hosts" };
        var since = new Option<string?>("--since") { Description = "how far back evidence counts: 15m, 2h, 90s" };
        var timeout = new Option<string?>("--timeout") { Description = "time for one host: 20s" };
        var command = new Command("check", "collect evidence read-only and print the verdict") { targets, since, timeout };
        command.SetAction((parsed, cancel) => WithSettings(parsed, settings => WithSpan(parsed.GetValue(since), "--since", s => WithSpan(parsed.GetValue(timeout), "--timeout", t =>
            CheckCommand.RunAsync(settings, parsed.GetValue(targets)!, s, t, parsed.GetValue(Output), Color(parsed), cancel)))));
        return command;
    }

    static bool Color(ParseResult parsed) => !parsed.GetValue(NoColor) && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    static Task<int> WithSettings(ParseResult parsed, Func<Settings, Task<int>> run)
    {
        var (settings, problems) = SettingsReader.Read(parsed.GetValue(Config));
        foreach (var problem in problems) Terminal.Say("configuration: " + problem);
        return settings is null ? Task.FromResult(2) : run(settings);
    }

    static Task<int> WithSpan(string? text, string option, Func<TimeSpan?, Task<int>> run)
    {
        if (text is null) return run(null);
        if (Span(text) is { } span) return run(span);
        Terminal.Say($"{option} {text} is not a time: write 90s, 15m, 2h or 1d");
        return Task.FromResult(2);
    }

    /// <summary>90s, 15m, 2h, 1d, or 00:15:00.</summary>
    public static TimeSpan? Span(string text)
    {
        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n > 0 && n < 100_000)
            return text[^1] switch { 's' => TimeSpan.FromSeconds(n), 'm' => TimeSpan.FromMinutes(n), 'h' => TimeSpan.FromHours(n), 'd' => TimeSpan.FromDays(n), _ => null };
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero && text.Contains(':', StringComparison.Ordinal) ? span : null;
    }
}
