using System.Collections.Immutable;
using System.CommandLine;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Bot.CommandLine;

/// <summary>
/// runbook run: the same engine without the bot. Nothing is stored; approvals are asked at the terminal.
/// </summary>
sealed class RunbookRun(Runbook runbook, IReadOnlyList<string> targets, bool dryRun, AccessPolicy access)
    : IRunJournal,
        IEvidenceStore,
        IChangeBudget
{
    readonly Lock _lock = new();
    RunState _state = new(
        "RUN-cli",
        runbook,
        targets,
        dryRun,
        [],
        ImmutableDictionary<string, StepRecord>.Empty,
        RunStatus.Running
    );

    public static Command Create(VerbFactory verbs)
    {
        var name = new Argument<string>("name") { Description = "a known runbook, or a .yaml file" };
        var targets = new Argument<string[]>("target")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "names of configured hosts",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "show every command, change nothing" };
        return verbs.Create(
            "run",
            "run it here and now; approvals are asked at the terminal",
            [name, targets, dryRun],
            (call, cancel) =>
                RunAsync(call, call.Value(name), call.Value(targets), call.Value(dryRun), cancel)
        );
    }

    static async Task<int> RunAsync(
        Call call,
        string name,
        IReadOnlyList<string> targets,
        bool dryRun,
        CancellationToken cancel
    )
    {
        if (RunbookVerbs.Find(call.Settings, name) is not { } runbook)
            return ExitCodes.Usage;
        var hosts = call.Get<ConfiguredHosts>();
        if (targets.Where(target => hosts.Find(target) is null).ToList() is { Count: > 0 } unknown)
            return CheckVerb.Unknown(unknown, hosts);
        var run = new RunbookRun(runbook, targets, dryRun, call.Get<AccessPolicy>());
        var services = new StepServices(
            hosts,
            call.Get<HostCheck>(),
            call.Get<HostVerification>(),
            run,
            run,
            call.Get<StepDefaults>(),
            call.Get<HttpClient>(),
            call.Get<TimeProvider>()
        );
        var wakeup = new AsyncSignal();
        while (run._state.Status == RunStatus.Running)
        {
            await new RunLoop(run, services, StepCatalog.RunAsync).AdvanceAsync(
                "RUN-cli",
                wakeup,
                cancel
            );
            cancel.ThrowIfCancellationRequested();
            if (run._state.Status == RunStatus.Running)
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancel);
        }
        var note = dryRun ? " (dry run: nothing was changed)" : "";
        Terminal.Result($"{runbook.Name}: {run._state.Status.ToString().ToLowerInvariant()}{note}");
        return run._state.Status == RunStatus.Succeeded ? ExitCodes.Good : ExitCodes.Found;
    }

    public RunState Load(string runId)
    {
        lock (_lock)
            return _state;
    }

    public Task AppendAsync(
        string runId,
        IReadOnlyList<JournalEntry> entries,
        IReadOnlyList<RunEvent> events
    )
    {
        lock (_lock)
        {
            foreach (var e in entries)
            {
                if (e is StepStarted s && RunMachine.StepOf(_state, s.Key) is { } step)
                    Terminal.Say($"  {s.Key}: {StepCatalog.TypeOf(step).Name}");
                _state = RunMachine.Apply(_state, e);
            }
            foreach (var told in events)
                Tell(told);
        }
        return Task.CompletedTask;
    }

    void Tell(RunEvent told)
    {
        var text = told switch
        {
            VerdictReached v => $"{v.Host}: {v.Verdict.Summary}",
            SnapshotKept s => $"{s.Host}: evidence kept ({s.Bytes} bytes)",
            ActionTaken a => $"{a.Host}: {a.Command}: {a.Text}",
            ActionRefused r => $"{r.Host}: {r.Command} was not run: {r.Reason}",
            VerificationDone v => $"{v.Host}: {v.Result.Summary}",
            StepNote s => $"{s.Host}: {s.Text}",
            ApprovalAsked a => $"{a.Host}: {a.Request.Command} ({a.Request.Why}; risk: "
                + $"{a.Request.Risk}){(a.Request.Diff is { } diff ? "\n" + Secrets.Mask(diff) : "")}",
            _ => told.ToString()!,
        };
        Terminal.Result(Secrets.Mask(text));
        if (told is ApprovalAsked asked)
            Decide(asked.Host, asked.Request);
    }

    void Decide(string host, ApprovalRequest request)
    {
        var person = new Person(Environment.UserName, "cli");
        var refusal = access.RefusesApproval(person, host, request.Action, person, null);
        if (refusal is not null)
            Terminal.Say(refusal);
        var approved = refusal is null && Terminal.Confirm("approve?");
        if (!approved)
            Terminal.Say("denied");
        _state = RunMachine.Apply(
            _state,
            new StepEnded(
                request.StepKey,
                true,
                new ApprovalOutput(
                    approved ? ApprovalState.Approved : ApprovalState.Denied,
                    request
                ).ToJson(),
                null
            )
        );
    }

    public Task<string> SaveAsync(string runId, string name, string content) => Task.FromResult(name);

    string IEvidenceStore.Redact(string json) => Secrets.MaskJson(json);

    public string? Refuses(string host, string action) => null;
}
