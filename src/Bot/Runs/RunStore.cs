using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Runs;

/// <summary>A run as the list shows it.</summary>
public sealed record RunHead(
    string Id,
    long? IncidentId,
    string Runbook,
    IReadOnlyList<string> Targets,
    bool DryRun,
    string RequestedBy,
    string RequestedBySource,
    string? RequestedById,
    RunStatus Status
)
{
    public string Hosts => string.Join(", ", Targets);

    /// <summary>For people: which runbook, and where.</summary>
    public string Title => $"{Runbook} on {Hosts}";

    public Person Requester => new(RequestedBy, RequestedBySource, RequestedById);
}

/// <summary>The tables of runs and their events. The primary key (run, seq) makes an event happen once.</summary>
public sealed class RunStore(Database database)
{
    /// <summary>A run's own copy of its runbook is parsed once, not at every turn.</summary>
    static readonly RunbookCache Runbooks = new(StepCatalog.Reader);

    const string Columns =
        "id, incident_id, runbook, source, targets, dry_run, given, requested_by, requested_by_source, "
        + "requested_by_id, status";
    const string Insert = """
        insert into runs (id, incident_id, runbook, source, targets, dry_run, given, requested_by,
          requested_by_source, requested_by_id, status, started_at)
        values (@id, @incident, @runbook, @source, @targets, @dry, @given, @by, @bySource, @byId, 'Running',
          @at)
        """;
    const string AppendEvent = """
        insert into run_events (run_id, seq, at, body)
        values (@run, (select coalesce(max(seq), 0) + 1
        from run_events
        where run_id = @run), @at, @body)
        """;

    /// <summary>
    /// Kept as they are, because they are acted on: the argv of a request, the arguments it is made from, what its hash
    /// is bound to, and
    /// the pages and log positions that a verification asks for. Everything else of an event is masked; a template that
    /// is filled from
    /// masked text does not run (see <see cref="Template"/>).
    /// </summary>
    static readonly HashSet<string> Executed =
    [
        "argv",
        "args",
        "hash",
        "onHost",
        "stepKey",
        "key",
        "subject",
        "pages",
        "positions",
        "heavy",
        "artifact",
        "remedy",
    ];

    /// <summary>What is to be taken back, and which remedy was chosen.</summary>
    static readonly HashSet<string> GivenToAct = ["change", "chosen"];

    public string Create(
        Transaction unit,
        Runbook runbook,
        IReadOnlyList<string> targets,
        long? incident,
        bool dryRun,
        JsonObject given,
        Person by,
        DateTimeOffset at
    )
    {
        var id = "RUN-" + Guid.NewGuid().ToString("N")[..8];
        given["run"] = new JsonObject { ["id"] = id, ["runbook"] = runbook.Name };
        unit.Execute(
            Insert,
            new
            {
                id,
                incident,
                runbook = runbook.Name,
                source = runbook.Source,
                targets = JsonSerializer.Serialize(targets, StorageJson.Default.IReadOnlyListString),
                dry = dryRun,
                given = Secrets.MaskJson(given.ToJsonString(), GivenToAct),
                by = Secrets.Mask(by.Name),
                bySource = by.Source,
                byId = by.Id,
                at = Column.Time(at),
            }
        );
        return id;
    }

    public void Append(Transaction unit, string run, JournalEntry e, DateTimeOffset at)
    {
        unit.Execute(
            AppendEvent,
            new
            {
                run,
                at = Column.Time(at),
                body = Secrets.MaskJson(
                    JsonSerializer.Serialize(StoredEvent.Of(e), RunJson.Default.StoredEvent),
                    Executed
                ),
            }
        );
        if (e is RunEnded ended)
            unit.Execute(
                "update runs set status = @status, ended_at = @at where id = @run",
                new
                {
                    run,
                    status = ended.Status.ToString(),
                    at = Column.Time(at),
                }
            );
    }

    /// <summary>The state, folded from all stored events.</summary>
    public RunState Load(string id) => Load(database, id);

    public RunState Load(IReader reader, string id)
    {
        var row =
            reader.First<Row>($"select {Columns} from runs where id = @id", new { id })
            ?? throw new InvalidOperationException($"there is no run {id}");
        var (runbook, problems) = Runbooks.Read(row.Source, row.Runbook);
        if (runbook is null)
            throw new InvalidOperationException(
                $"the runbook kept with {id} cannot be read: {problems[0]}"
            );
        var start = new RunState(
            id,
            runbook,
            Targets(row),
            row.Dry_Run != 0,
            JsonNode.Parse(row.Given)!.AsObject(),
            ImmutableDictionary<string, StepRecord>.Empty,
            RunStatus.Running
        );
        return reader
            .Query<string>("select body from run_events where run_id = @id order by seq", new { id })
            .Select(b => JsonSerializer.Deserialize(b, RunJson.Default.StoredEvent)!.Event())
            .Aggregate(start, RunMachine.Apply);
    }

    public RunHead? Head(string id) => Head(database, id);

    public RunHead? Head(IReader reader, string id) =>
        reader.First<Row>($"select {Columns} from runs where id = @id", new { id }) is { } row
            ? Of(row)
            : null;

    public IReadOnlyList<RunHead> Open() =>
        [.. database.Query<Row>($"select {Columns} from runs where status = 'Running'").Select(Of)];

    public IReadOnlyList<RunHead> OpenOf(Transaction unit, long incident) =>
        [
            .. unit.Query<Row>(
                    $"select {Columns} from runs where incident_id = @incident and status = 'Running'",
                    new { incident }
                )
                .Select(Of),
        ];

    /// <summary>Read in the transaction: what another one ended meanwhile is over.</summary>
    public static bool IsRunning(Transaction unit, string run) =>
        unit.Scalar<long>("select count(*) from runs where id = @run and status = 'Running'", new { run })
        == 1;

    /// <summary>The targets that a run of this runbook is working on for the incident.</summary>
    public IReadOnlyList<string> Busy(Transaction unit, long incident, string runbook) =>
        [
            .. unit.Query<string>(
                    """
                    select targets
                    from runs
                    where incident_id = @incident and runbook = @runbook and status = 'Running'
                    """,
                    new { incident, runbook }
                )
                .SelectMany(t => JsonSerializer.Deserialize(t, StorageJson.Default.IReadOnlyListString)!),
        ];

    /// <summary>The newest incident with an open run of this runbook on all of these targets.</summary>
    public long? UnderWay(Transaction unit, string runbook, IReadOnlyList<string> targets, bool dryRun) =>
        unit.Query<Row>(
                $"""
                select {Columns}
                from runs
                where runbook = @runbook and dry_run = @dryRun and status = 'Running' and incident_id is not
                  null
                order by started_at desc
                """,
                new { runbook, dryRun }
            )
            .FirstOrDefault(r => targets.All(Targets(r).Contains))
            ?.Incident_Id;

    static IReadOnlyList<string> Targets(Row row) =>
        JsonSerializer.Deserialize(row.Targets, StorageJson.Default.IReadOnlyListString)!;

    static RunHead Of(Row r) =>
        new(
            r.Id,
            r.Incident_Id,
            r.Runbook,
            Targets(r),
            r.Dry_Run != 0,
            r.Requested_By,
            r.Requested_By_Source,
            r.Requested_By_Id,
            Enum.Parse<RunStatus>(r.Status)
        );

    /// <summary>Those under way or waiting.</summary>
    public long CountOpen() => database.First<long>("select count(*) from runs where status = 'Running'");

    sealed record Row(
        string Id,
        long? Incident_Id,
        string Runbook,
        string Source,
        string Targets,
        long Dry_Run,
        string Given,
        string Requested_By,
        string Requested_By_Source,
        string? Requested_By_Id,
        string Status
    );
}
