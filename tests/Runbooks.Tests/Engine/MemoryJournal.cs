using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Local;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Tests.Engine;

/// <summary>
/// Runs a runbook for real, with a journal in memory. Every host is this machine unless the test gives one.
/// </summary>
sealed class MemoryJournal(RunState state, TimeProvider? clock = null, IExecutor? executor = null)
    : IRunJournal,
        IEvidenceStore,
        IChangeBudget,
        IHosts
{
    /// <summary>What <see cref="Redact"/> takes for a secret.</summary>
    public const string Secret = "hunter2";

    readonly TimeProvider _clock = clock ?? TimeProvider.System;

    public RunState State { get; private set; } = state;

    public List<RunEvent> Happened { get; } = [];

    public Dictionary<string, string> Kept { get; } = [];

    public Action<JournalEntry>? OnAppend { get; set; }

    public string? Refusal { get; set; }

    public HttpMessageHandler Web { get; set; } = new HttpClientHandler();

    public async Task AdvanceAsync()
    {
        var check = new HostCheck(_clock, this);
        var services = new StepServices(
            this,
            check,
            new HostVerification(check, _clock),
            this,
            this,
            new(TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(20), Burst: 0, VerifyPaths: []),
            new HttpClient(Web),
            _clock
        );
        var loop = new RunLoop(this, services, StepCatalog.RunAsync);
        await loop.AdvanceAsync("RUN-1", new AsyncSignal(), CancellationToken.None);
    }

    public StepRecord Step(string key) => State.Steps[key];

    public void Decide(string key, string decision, ApprovalRequest request, DateTimeOffset? until = null)
    {
        var output = new ApprovalOutput(
            Enum.Parse<ApprovalState>(decision, ignoreCase: true),
            request,
            Until: until
        );
        Append([new StepEnded(key, true, output.ToJson(), null)], []);
    }

    public RunState Load(string runId) => State;

    public Task AppendAsync(
        string runId,
        IReadOnlyList<JournalEntry> entries,
        IReadOnlyList<RunEvent> events
    )
    {
        Append(entries, events);
        return Task.CompletedTask;
    }

    void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<RunEvent> events)
    {
        lock (Happened)
        {
            foreach (var entry in entries)
                OnAppend?.Invoke(entry);
            State = entries.Aggregate(State, RunMachine.Apply);
            Happened.AddRange(events);
        }
    }

    public string Redact(string json) => json.Replace(Secret, "***");

    public Task<string> SaveAsync(string runId, string name, string content)
    {
        lock (Happened)
            Kept[name] = content;
        return Task.FromResult(name);
    }

    public string? Refuses(string host, string action) => Refusal;

    public IReadOnlyList<string> Names => ["here"];

    public Host? Find(string name) =>
        name is "" or "nowhere" ? null : new(name, executor ?? new LocalExecutor(_clock), false, [], []);

    public Host? At(string address) => null;
}
