using System.Text;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Runs one program on the host. Arguments are words, never a shell line.</summary>
/// <param name="ChangesHost">Unless its author says that it only reads; such a step needs an approval for exactly this
/// command.</param>
public sealed record CommandStep(StepCommon Common, IReadOnlyList<string> Argv, bool ChangesHost)
    : Step(Common),
        IHasTexts
{
    public override bool Changes => ChangesHost;

    public IEnumerable<string> Texts => Argv;

    public IReadOnlyList<string> Filled(StepContext context) =>
        [.. Argv.Select(a => Template.Fill(a, context.Resolve))];
}

public sealed class CommandKind : StepKind<CommandStep>
{
    const int ShownBytes = 4000;

    public override string Name => "command";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        var argv = inner?.Words("argv") ?? [];
        if (inner is not null && argv.Count == 0)
            inner.Problems.Add(
                new(
                    inner.File,
                    inner.Line,
                    "command needs argv: a list with the program first, such as [systemctl, status, nginx]"
                )
            );
        var step = new CommandStep(common, argv, inner is null || Changes(inner));
        inner?.NothingElse("command");
        return step;
    }

    /// <summary>What an author does not say is not taken for harmless.</summary>
    static bool Changes(YamlPart part)
    {
        var (reads, changes) = (part.Flag("reads"), part.Node("changes") is null ? (bool?)null : part.Flag("changes"));
        if (reads && changes == true)
            part.Problems.Add(new(part.File, part.Line, "command: reads and changes cannot both be true"));
        if (!reads && changes == false)
            part.Problems.Add(
                new(part.File, part.Line, "command: write reads: true for a command that changes nothing")
            );
        return !reads;
    }

    protected override async Task<StepOutcome> RunAsync(CommandStep step, StepContext context, CancellationToken cancel)
    {
        if (context.Services.Hosts.Find(context.Host ?? "") is not { } host)
            return StepOutcome.Failed($"there is no host '{context.Host}'");
        var argv = step.Filled(context);
        if (step.Argv.Zip(argv).Any(word => Template.HoldsMask(word.First, word.Second)))
            return StepOutcome.Failed(
                "a word of this command would be a masked secret (***): secrets are not kept, so none can be "
                    + "handed from one step to another; let the command read it itself"
            );
        var command = new Command(argv, step.Common.Timeout ?? TimeSpan.FromMinutes(1));
        if (context.State.DryRun)
            return StepOutcome.Done(
                new() { ["dryRun"] = true, ["exitCode"] = 0 },
                new ActionTaken(host.Name, command.ToString(), true, "would run", "", step.Changes)
            );
        if (
            step.Changes
            && Approvals.Refuses(context, ApprovalHash.Of(host.Name, argv, step.Id), $"command: {command}")
                is { } unapproved
        )
            return StepOutcome.Failed(unapproved);
        if (step.Changes && context.Services.Budget.Refuses(host.Name, "command") is { } refusal)
            return StepOutcome.Failed(refusal);
        if (step.Changes)
            context.Begin([], new ActionBegun(host.Name, host.Name, command.ToString(), null));
        var result = await host.Executor.RunAsync(
            step.Changes ? command with { Outlives = true } : command,
            null,
            step.Changes ? CancellationToken.None : cancel
        ); // begun is begun: its own limit ends it
        var text = Encoding.UTF8.GetString(result.Stdout);
        var output = new JsonObject
        {
            ["exitCode"] = result.ExitCode,
            ["stdout"] = Cut(text),
            ["stderr"] = Cut(result.Stderr),
        };
        var problem =
            result.Failure?.Reason
            ?? (result.ExitCode == 0 ? null : $"exited with {result.ExitCode}: {Cut(result.Stderr)}");
        var told = new ActionTaken(
            host.Name,
            command.ToString(),
            problem is null,
            problem ?? "done",
            Cut(text + result.Stderr),
            step.Changes
        );
        return problem is null ? StepOutcome.Done(output, told) : StepOutcome.Failed(problem, output, told);
    }

    static string Cut(string text) =>
        text.Length <= ShownBytes ? text : text[..ShownBytes] + $"\n[cut: {text.Length - ShownBytes} more characters]";
}
