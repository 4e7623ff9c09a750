using System.Text;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Runs one program on the host. Arguments are words, never a shell line.</summary>
/// <param name="ChangesHost">False only when its author says that it only reads; such a step needs no approval.</param>
public sealed record CommandStep(StepCommon Common, IReadOnlyList<string> Argv, bool ChangesHost)
    : Step(Common)
{
    public override bool Changes => ChangesHost;

    public override IEnumerable<string> Texts => Argv;

    internal IReadOnlyList<string> Filled(StepContext context) => [.. Argv.Select(context.Filled)];
}

/// <param name="Stdout">Cut; null in a dry run.</param>
/// <param name="Stderr">Cut; null in a dry run.</param>
/// <param name="DryRun">True when nothing ran; else null.</param>
public sealed record CommandOutput(int ExitCode, string? Stdout, string? Stderr, bool? DryRun = null)
    : StepOutput
{
    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.CommandOutput);
}

public sealed class CommandType : SettingsStepType<CommandStep>
{
    const int ShownCharacters = 4000;

    static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(1);

    public override string Name => "command";

    protected override CommandStep ReadSettings(YamlPart settings, StepCommon common)
    {
        var argv = settings.Words("argv");
        if (argv.Count == 0)
            settings.Report(
                "command needs argv: a list with the program first, such as [systemctl, status, nginx]"
            );
        return new(common, argv, Changes(settings));
    }

    /// <summary>A command counts as harmless only when its author says so.</summary>
    static bool Changes(YamlPart settings)
    {
        var reads = settings.Flag("reads");
        var changes = settings.Has("changes") ? settings.Flag("changes") : !reads;
        if (reads && changes)
            settings.Report("command: reads and changes cannot both be true");
        if (!reads && !changes)
            settings.Report("command: write reads: true for a command that changes nothing");
        return !reads;
    }

    protected override async Task<StepOutcome> RunAsync(
        CommandStep step,
        StepContext context,
        CancellationToken cancel
    )
    {
        if (context.Target is not { } host)
            return context.NoTarget;
        var argv = step.Filled(context);
        if (HoldsMask(step, argv))
            return StepOutcome.Failed(
                "an argument of this command would be a masked secret (***): secrets are not stored, so steps cannot "
                    + "pass them on; let the command read it itself"
            );
        var command = new Command(argv, step.Common.Timeout ?? DefaultLimit);
        if (context.State.DryRun)
            return DryRun(step, host, command);
        if (!step.Changes)
            return Outcome(step, host, command, await host.Executor.RunAsync(command, null, cancel));
        if (context.Interrupted is { } earlier)
            return await ChangeAsync(step, host, command, earlier);
        if (Refusal(step, context, host, command) is { } refusal)
            return StepOutcome.Failed(refusal);
        var ticket = Ticket.New();
        var begun = new ActionBegun(host.Name, host.Name, command.ToString(), null);
        await context.BeginAsync(StepOutput.None, ticket, begun);
        return await ChangeAsync(step, host, command, ticket);
    }

    /// <summary>Once begun it ends by itself or by its own limit.</summary>
    static async Task<StepOutcome> ChangeAsync(
        CommandStep step,
        Host host,
        Command command,
        Ticket ticket
    )
    {
        var change = command with { Outlives = true, Ticket = ticket };
        return Outcome(
            step,
            host,
            command,
            await host.Executor.RunAsync(change, null, CancellationToken.None)
        );
    }

    static bool HoldsMask(CommandStep step, IReadOnlyList<string> filled) =>
        step.Argv.Zip(filled).Any(argument => Template.HoldsMask(argument.First, argument.Second));

    static StepOutcome DryRun(CommandStep step, Host host, Command command) =>
        StepOutcome.Done(
            new CommandOutput(ExitCode: 0, null, null, DryRun: true),
            new ActionTaken(host.Name, command.ToString(), Ok: true, "would run", "", step.Changes)
        );

    static string? Refusal(CommandStep step, StepContext context, Host host, Command command)
    {
        var hash = ApprovalHash.Of(host.Name, command.Argv, step.Id);
        return Approvals.Refuses(context, hash, $"command: {command}")
            ?? context.Services.Budget.Refuses(host.Name, "command");
    }

    static StepOutcome Outcome(CommandStep step, Host host, Command command, ExecResult result)
    {
        var stdout = Encoding.UTF8.GetString(result.Stdout);
        var output = new CommandOutput(result.ExitCode, Cut(stdout), Cut(result.Stderr));
        var problem = Problem(result);
        var taken = new ActionTaken(
            host.Name,
            command.ToString(),
            Ok: problem is null,
            problem ?? "done",
            Cut(stdout + result.Stderr),
            step.Changes
        );
        return problem is null
            ? StepOutcome.Done(output, taken)
            : StepOutcome.Failed(problem, output, taken);
    }

    static string? Problem(ExecResult result)
    {
        if (result.Failure is { } failure)
            return failure.Reason;
        return result.ExitCode == 0 ? null : $"exited with {result.ExitCode}: {Cut(result.Stderr)}";
    }

    static string Cut(string text)
    {
        var rest = text.Length - ShownCharacters;
        return rest <= 0 ? text : text[..ShownCharacters] + $"\n[cut: {rest} more characters]";
    }
}
