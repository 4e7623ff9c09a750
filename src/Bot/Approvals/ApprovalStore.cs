using System.Text.Json;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Approvals;

/// <summary>The table of approvals. A decision is one conditional update: of two at the same time, one wins.</summary>
public sealed class ApprovalStore(Database database)
{
    const string Columns =
        "id, run_id, incident_id, step_key, host, action, command, request, state, requested_by, "
        + "requested_by_source, requested_by_id, requested_at, expires_at, decided_by, decided_at, reason";
    const string Insert = """
        insert into approvals (id, run_id, incident_id, step_key, host, action, command, request, hash, state, requested_by, requested_by_source, requested_by_id, requested_at, expires_at)
        values (@id, @run, @incident, @step, @host, @action, @command, @request, @hash, 'waiting', @by, @source, @byId, @at, @expires)
        """;
    const string Decide = """
        update approvals
        set state = @state, decided_by = @by, decided_at = @at, reason = @reason
        where id = @id and state = 'waiting' and (@state in ('expired', 'stale') or expires_at > @at)
        """;
    const string SelectSame = $"""
        select {Columns}
        from approvals
        where state = 'waiting' and hash = @hash and host = @host and incident_id <> @incident
        """;
    const string MarkStale = """
        update approvals
        set state = 'stale', reason = @reason
        where run_id = @run and step_key = @step and state = 'approved'
        """;

    public Approval Ask(
        Transaction unit,
        string run,
        long? incident,
        string host,
        ApprovalRequest request,
        Person requester,
        DateTimeOffset at,
        DateTimeOffset expires
    )
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        unit.Execute(
            Insert,
            new
            {
                id,
                run,
                incident,
                step = request.StepKey,
                host,
                action = request.Action,
                command = Secrets.Mask(request.Command),
                request = Shown(request),
                hash = request.Hash,
                by = Secrets.Mask(requester.Name),
                source = requester.Source,
                byId = requester.Id,
                at = Column.Time(at),
                expires = Column.Time(expires),
            }
        );
        return Find(unit, id)!;
    }

    /// <summary>
    /// To be shown: what is carried out stands in the run's events. Its hash is over the words as they are.
    /// </summary>
    static string Shown(ApprovalRequest request) =>
        Secrets.MaskJson(JsonSerializer.Serialize(request, RunJson.Default.ApprovalRequest), Bound);

    static readonly HashSet<string> Bound = ["hash", "stepKey"];

    /// <returns>True for the one caller whose decision counts.</returns>
    public bool TryDecide(
        Transaction unit,
        string id,
        ApprovalState state,
        string by,
        string? reason,
        DateTimeOffset at
    ) =>
        unit.Execute(
            Decide,
            new
            {
                id,
                state = state.Text(),
                by = Secrets.Mask(by),
                reason = Secrets.MaskOrNull(reason),
                at = Column.Time(at),
            }
        ) == 1;

    public Approval? Stale(Transaction unit, string run, string step, string reason) =>
        unit.Execute(
            MarkStale,
            new
            {
                run,
                step,
                reason = Secrets.Mask(reason),
            }
        ) == 1
            ? unit.Query<Row>(
                    $"select {Columns} from approvals where run_id = @run and step_key = @step",
                    new { run, step }
                )
                .Select(Of)
                .Last()
            : null;

    public bool AnyWaiting(Transaction unit, long incident) =>
        unit.Scalar<long>(
            "select count(*) from approvals where incident_id = @incident and state = 'waiting'",
            new { incident }
        ) > 0;

    public Approval? Find(Transaction unit, string id) =>
        unit.Query<Row>($"select {Columns} from approvals where id = @id", new { id })
            .Select(Of)
            .FirstOrDefault();

    public Approval? Find(string id) =>
        database.First<Row>($"select {Columns} from approvals where id = @id", new { id }) is { } row
            ? Of(row)
            : null;

    public IReadOnlyList<Approval> OfIncident(long incident) =>
        [
            .. database
                .Query<Row>(
                    $"select {Columns} from approvals where incident_id = @incident order by requested_at",
                    new { incident }
                )
                .Select(Of),
        ];

    public IReadOnlyList<Approval> Waiting() =>
        [
            .. database
                .Query<Row>(
                    $"select {Columns} from approvals where state = 'waiting' order by requested_at"
                )
                .Select(Of),
        ];

    public IReadOnlyList<Approval> WaitingFor(Transaction unit, long incident) =>
        [
            .. unit.Query<Row>(
                    $"select {Columns} from approvals where incident_id = @incident and state = 'waiting'",
                    new { incident }
                )
                .Select(Of),
        ];

    /// <summary>
    /// The same fix for the same cause on the same host, asked for by another incident; null for none.
    /// </summary>
    public Approval? WaitingSame(Transaction unit, string hash, string host, long incident) =>
        unit.Query<Row>(
                $"{SelectSame} order by requested_at limit 1",
                new
                {
                    hash,
                    host,
                    incident,
                }
            )
            .Select(Of)
            .FirstOrDefault();

    /// <summary>The incident waits for the decision about this approval of another one.</summary>
    public static void Join(Transaction unit, long incident, string approval) =>
        unit.Execute(
            """
            insert into joined_approvals (incident_id, approval_id)
            values (@incident, @approval)
            on conflict do nothing
            """,
            new { incident, approval }
        );

    /// <summary>The incidents that wait for the decision about this approval.</summary>
    public static IReadOnlyList<long> JoinedTo(Transaction unit, string approval) =>
        unit.Query<long>(
            "select incident_id from joined_approvals where approval_id = @approval",
            new { approval }
        );

    /// <summary>The incidents that wait for what this run does on the host.</summary>
    public static IReadOnlyList<long> JoinedTo(Transaction unit, string run, string host) =>
        unit.Query<long>(
            """
            select distinct j.incident_id
            from joined_approvals j
            join approvals a on a.id = j.approval_id
            where a.run_id = @run and a.host = @host
            """,
            new { run, host }
        );

    static Approval Of(Row r) =>
        new(
            r.Id,
            r.Run_Id,
            r.Incident_Id,
            r.Step_Key,
            r.Host,
            r.Action,
            r.Command,
            JsonSerializer.Deserialize(r.Request, RunJson.Default.ApprovalRequest)!,
            ApprovalStates.Read(r.State),
            r.Requested_By,
            r.Requested_By_Source,
            r.Requested_By_Id,
            Column.Time(r.Requested_At),
            Column.Time(r.Expires_At),
            r.Decided_By,
            Column.TimeOrNull(r.Decided_At),
            r.Reason
        );

    /// <summary>Those nobody has decided.</summary>
    public long CountWaiting() =>
        database.First<long>("select count(*) from approvals where state = 'waiting'");

    sealed record Row(
        string Id,
        string Run_Id,
        long? Incident_Id,
        string Step_Key,
        string Host,
        string Action,
        string Command,
        string Request,
        string State,
        string Requested_By,
        string Requested_By_Source,
        string? Requested_By_Id,
        string Requested_At,
        string Expires_At,
        string? Decided_By,
        string? Decided_At,
        string? Reason
    );
}
