using System.CommandLine;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Demo;
using ChatOps502.Bot.Redaction;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.CommandLine;

/// <summary>The verbs of the program and their options.</summary>
static class Verbs
{
    static readonly Option<string?> Config = new("--config")
    {
        Description = "JSON file laid over appsettings.json",
        Recursive = true,
    };
    static readonly Option<OutputFormat> Output = new("--output")
    {
        Description = "text, json or md",
        Recursive = true,
    };
    static readonly Option<bool> NoColor = new("--no-color") { Description = "plain text", Recursive = true };

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("ChatOps502 finds the true cause of nginx's 502 and mends it with you.")
        {
            Config,
            Output,
            NoColor,
        };
        root.Subcommands.Add(Serve());
        root.Subcommands.Add(Demo());
        root.Subcommands.Add(DemoBackendProcess());
        root.Subcommands.Add(Check());
        root.Subcommands.Add(Diagnose());
        root.Subcommands.Add(Verify());
        root.Subcommands.Add(Runbook());
        root.Subcommands.Add(IncidentVerbs());
        root.Subcommands.Add(Doctor());
        root.Subcommands.Add(Backup());
        root.Subcommands.Add(Slack());
        root.SetAction((parsed, cancel) => WithSettings(parsed, settings => ServeCommand.RunAsync(settings, cancel)));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Terminal.Say(error.Message);
            if (
                parsed.UnmatchedTokens.FirstOrDefault() is { } word
                && Nearest.Of(word, parsed.CommandResult.Command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))
                    is { } near
            )
                Terminal.Say($"did you mean {near}?");
            Terminal.Say("chatops502 --help lists the verbs");
            return Task.FromResult(2);
        }
        // the bot itself knows how long its stop may take (Runs:StopWaits)
        return parsed.InvokeAsync(
            new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(15) }
        );
    }

    static Command Serve()
    {
        var command = new Command("serve", "run the bot: alerts, chat, schedules, web console (the default)");
        command.SetAction(
            (parsed, cancel) => WithSettings(parsed, settings => ServeCommand.RunAsync(settings, cancel))
        );
        return command;
    }

    static Command Demo()
    {
        var auto = new Option<bool>("--auto-approve") { Description = "approve by itself and end" };
        var command = new Command(
            "demo",
            "the whole loop on this machine: alert, verdict, approval, fix, proof, export"
        )
        {
            auto,
        };
        command.SetAction((parsed, cancel) => DemoCommand.RunAsync(parsed.GetValue(auto), cancel));
        return command;
    }

    /// <summary>What the demo's control script starts; of no use to people.</summary>
    static Command DemoBackendProcess()
    {
        var (port, owner) = (new Argument<int>("port"), new Argument<int>("owner"));
        var command = new Command("demo-backend") { port, owner };
        command.Hidden = true;
        command.SetAction(
            (parsed, cancel) => DemoBackend.RunAsync(parsed.GetValue(port), parsed.GetValue(owner), cancel)
        );
        return command;
    }

    static Command Check()
    {
        var targets = new Argument<string[]>("target")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "names of configured hosts",
        };
        var since = new Option<string?>("--since") { Description = "how far back evidence counts: 15m, 2h, 90s" };
        var timeout = new Option<string?>("--timeout") { Description = "time for one host: 20s" };
        var command = new Command("check", "collect evidence read-only and print the verdict")
        {
            targets,
            since,
            timeout,
        };
        command.SetAction(
            (parsed, cancel) =>
                WithSettings(
                    parsed,
                    settings =>
                        WithSpan(
                            parsed.GetValue(since),
                            "--since",
                            s =>
                                WithSpan(
                                    parsed.GetValue(timeout),
                                    "--timeout",
                                    t =>
                                        CheckCommand.RunAsync(
                                            settings,
                                            parsed.GetValue(targets)!,
                                            s,
                                            t,
                                            parsed.GetValue(Output),
                                            Color(parsed),
                                            cancel
                                        )
                                )
                        )
                )
        );
        return command;
    }

    static Command Diagnose()
    {
        var files = new Argument<string[]>("file")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "evidence JSON or error-log text; - for stdin",
        };
        var command = new Command("diagnose", "the verdict from pasted or recorded evidence; touches no host")
        {
            files,
        };
        command.SetAction(parsed =>
            DiagnoseCommand.Run(parsed.GetValue(files)!, parsed.GetValue(Output), Color(parsed))
        );
        return command;
    }

    static Command Verify()
    {
        var target = new Argument<string>("target") { Description = "name of a configured host" };
        var command = new Command("verify", "pages, a small burst, no new 502") { target };
        command.SetAction(
            (parsed, cancel) =>
                WithSettings(
                    parsed,
                    settings =>
                        VerifyCommand.RunAsync(settings, parsed.GetValue(target)!, parsed.GetValue(Output), cancel)
                )
        );
        return command;
    }

    static Command Runbook()
    {
        var (name, files, dry) = (
            new Argument<string>("name") { Description = "a known runbook, or a .yaml file" },
            new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore },
            new Option<bool>("--dry-run") { Description = "show every command, change nothing" }
        );
        var targets = new Argument<string[]>("target")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "names of configured hosts",
        };
        var list = new Command("list", "the known runbooks");
        list.SetAction((parsed, _) => WithSettings(parsed, settings => Task.FromResult(RunbookCommand.List(settings))));
        var show = new Command("show", "a runbook's text") { name };
        show.SetAction(
            (parsed, _) =>
                WithSettings(parsed, settings => Task.FromResult(RunbookCommand.Show(settings, parsed.GetValue(name)!)))
        );
        var validate = new Command("validate", "every problem with file and line") { files };
        validate.SetAction(parsed => RunbookCommand.Validate(parsed.GetValue(files)!));
        var run = new Command("run", "run it here and now; approvals are asked at the terminal") { name, targets, dry };
        run.SetAction(
            (parsed, cancel) =>
                WithSettings(
                    parsed,
                    settings =>
                        RunbookRun.RunAsync(
                            settings,
                            parsed.GetValue(name)!,
                            parsed.GetValue(targets)!,
                            parsed.GetValue(dry),
                            cancel
                        )
                )
        );
        return new("runbook", "work with runbooks") { list, show, validate, run };
    }

    static Command IncidentVerbs()
    {
        var (id, format) = (
            new Argument<string>("id") { Description = "INC-7" },
            new Option<string>("--format") { Description = "md, json, html or csv", DefaultValueFactory = _ => "md" }
        );
        var list = new Command("list", "past incidents, newest first");
        list.SetAction(
            (parsed, _) =>
                WithSettings(
                    parsed,
                    settings => Task.FromResult(IncidentCommand.List(settings, parsed.GetValue(Output)))
                )
        );
        var show = new Command("show", "one incident with its timeline") { id };
        show.SetAction(
            (parsed, _) =>
                WithSettings(
                    parsed,
                    settings =>
                        Task.FromResult(
                            IncidentCommand.Export(
                                settings,
                                parsed.GetValue(id)!,
                                parsed.GetValue(Output) == OutputFormat.Json ? "json" : "md"
                            )
                        )
                )
        );
        var export = new Command("export", "the timeline as a file on stdout") { id, format };
        export.SetAction(
            (parsed, _) =>
                WithSettings(
                    parsed,
                    settings =>
                        Task.FromResult(
                            IncidentCommand.Export(settings, parsed.GetValue(id)!, parsed.GetValue(format)!)
                        )
                )
        );
        return new("incident", "past incidents and their timelines") { list, show, export };
    }

    static Command Doctor()
    {
        var command = new Command("doctor", "prove what is needed before the night it is needed");
        command.SetAction(
            (parsed, cancel) => WithSettings(parsed, settings => DoctorCommand.RunAsync(settings, cancel))
        );
        return command;
    }

    static Command Backup()
    {
        var file = new Argument<string>("file") { Description = "the copy; it must not exist yet" };
        var command = new Command("backup", "a whole copy of the database, also while the bot runs") { file };
        command.SetAction(
            (parsed, _) =>
                WithSettings(parsed, settings => Task.FromResult(BackupCommand.Run(settings, parsed.GetValue(file)!)))
        );
        return command;
    }

    static Command Slack()
    {
        var manifest = new Command("manifest", "the app manifest for this configuration, with the fewest scopes");
        manifest.SetAction(
            (parsed, _) => WithSettings(parsed, settings => Task.FromResult(SlackCommand.Manifest(settings)))
        );
        return new("slack", "set up Slack") { manifest };
    }

    static bool Color(ParseResult parsed) =>
        !parsed.GetValue(NoColor)
        && !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    static Task<int> WithSettings(ParseResult parsed, Func<Settings, Task<int>> run)
    {
        var (settings, problems) = SettingsReader.Read(parsed.GetValue(Config));
        foreach (var problem in problems)
            Terminal.Say("configuration: " + problem);
        if (settings is null)
            return Task.FromResult(2);
        Secrets.Use(settings.Redaction);
        return run(settings);
    }

    static Task<int> WithSpan(string? text, string option, Func<TimeSpan?, Task<int>> run)
    {
        if (text is null)
            return run(null);
        if (Span(text) is { } span)
            return run(span);
        Terminal.Say($"{option} {text} is not a time: write 90s, 15m, 2h or 1d");
        return Task.FromResult(2);
    }

    /// <summary>90s, 15m, 2h, 1d, or 00:15:00.</summary>
    public static TimeSpan? Span(string text)
    {
        if (Duration.Parse(text) is { } duration && duration > TimeSpan.Zero)
            return duration;
        return TimeSpan.TryParse(text, out var span) && span > TimeSpan.Zero && text.Contains(':') ? span : null;
    }
}
