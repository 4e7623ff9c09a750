using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Incidents;

/// <summary>The table of incidents.</summary>
public sealed class IncidentStore(Database database)
{
    const string Columns =
        "id, title, status, severity, host, hosts, alert_name, group_key, opened_by, started_at, "
        + "acknowledged_at, acknowledged_by, acknowledged_by_source, acknowledged_by_id, mitigated_at, "
        + "resolved_at, cause, confidence, requests, failed";
    const string Insert = """
        insert into incidents (title, status, severity, host, hosts, alert_name, group_key, opened_by,
          started_at)
        values (@title, 'open', @severity, @host, @hosts, @alert, @group, @by, @at)
        returning id
        """;
    const string OpenOfGroup =
        $"select {Columns} from incidents where group_key = @group and status <> 'resolved' order by id desc limit 1";
    const string DeleteOver = """
        delete
        from incidents
        where id in (select id
        from incidents
        where status = 'resolved' and resolved_at < @before
        limit @most)
        """;
    const string Quiet = $"""
        select {Columns} from incidents i where status <> 'resolved' and started_at < @since
          and not exists (select 1 from timeline t where t.incident_id = i.id and t.at >= @since) limit @most
        """;
    const string Unacknowledged = $"""
        select {Columns}
        from incidents
        where status = 'open' and alert_name <> '' and acknowledged_at is null and reminded_at is null and
          started_at < @before
        """;

    const string AcknowledgeOnce = """
        update incidents set acknowledged_at = @at, acknowledged_by = @by, acknowledged_by_source = @source, acknowledged_by_id = @id
        where id = @number and acknowledged_at is null
        """;

    public long Open(
        Transaction unit,
        string title,
        string severity,
        IReadOnlyList<string> hosts,
        string alert,
        string group,
        string by,
        DateTimeOffset at
    ) =>
        unit.Scalar<long>(
            Insert,
            new
            {
                title = Secrets.Mask(title),
                severity = Secrets.Mask(severity),
                host = hosts.FirstOrDefault() ?? "",
                hosts = JsonSerializer.Serialize(hosts, StorageJson.Default.IReadOnlyListString),
                alert = Secrets.Mask(alert),
                group = GroupKey(group),
                by = Secrets.Mask(by),
                at = Column.Time(at),
            }
        );

    public Incident? FindOpenOfGroup(Transaction unit, string group) =>
        unit.Query<Row>(OpenOfGroup, new { group = GroupKey(group) }).Select(Of).FirstOrDefault();

    /// <summary>The newest incident of the group, open or not.</summary>
    public Incident? LastOfGroup(string group) =>
        database.First<Row>(
            $"select {Columns} from incidents where group_key = @group order by id desc limit 1",
            new { group = GroupKey(group) }
        )
            is { } row
            ? Of(row)
            : null;

    public Incident? Find(Transaction unit, long number) =>
        unit.Query<Row>($"select {Columns} from incidents where id = @number", new { number })
            .Select(Of)
            .FirstOrDefault();

    public Incident? Find(long number) =>
        database.First<Row>($"select {Columns} from incidents where id = @number", new { number })
            is { } row
            ? Of(row)
            : null;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Incident> List(int limit = 200) =>
        [
            .. database
                .Query<Row>(
                    $"select {Columns} from incidents order by id desc limit @limit",
                    new { limit }
                )
                .Select(Of),
        ];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Incident> NotOver(int limit = 1000) =>
        [
            .. database
                .Query<Row>(
                    $"select {Columns} from incidents where status <> 'resolved' order by id desc limit @limit",
                    new { limit }
                )
                .Select(Of),
        ];

    public IReadOnlyList<Incident> WithoutAcknowledge(DateTimeOffset before) =>
        [.. database.Query<Row>(Unacknowledged, new { before = Column.Time(before) }).Select(Of)];

    public void SetHosts(Transaction unit, long number, IReadOnlyList<string> hosts) =>
        unit.Execute(
            "update incidents set hosts = @hosts, host = @host where id = @number",
            new
            {
                number,
                host = hosts.FirstOrDefault() ?? "",
                hosts = JsonSerializer.Serialize(hosts, StorageJson.Default.IReadOnlyListString),
            }
        );

    public void SetVerdict(
        Transaction unit,
        long number,
        string? cause,
        double? confidence,
        long requests,
        long failed
    ) =>
        unit.Execute(
            """
            update incidents
            set cause = @cause, confidence = @confidence, requests = @requests, failed = @failed
            where id = @number
            """,
            new
            {
                number,
                cause,
                confidence,
                requests,
                failed,
            }
        );

    public bool Acknowledge(Transaction unit, long number, Person by, DateTimeOffset at) =>
        unit.Execute(
            AcknowledgeOnce,
            new
            {
                number,
                by = Secrets.Mask(by.Name),
                source = by.Source,
                id = by.Id,
                at = Column.Time(at),
            }
        ) == 1;

    public bool Mitigate(Transaction unit, long number, DateTimeOffset at) =>
        unit.Execute(
            "update incidents set status = 'mitigated', mitigated_at = @at where id = @number and status = 'open'",
            new { number, at = Column.Time(at) }
        ) == 1;

    public bool Reopen(Transaction unit, long number) =>
        unit.Execute(
            "update incidents set status = 'open', mitigated_at = null where id = @number and status = 'mitigated'",
            new { number }
        ) == 1;

    public bool Resolve(Transaction unit, long number, DateTimeOffset at) =>
        unit.Execute(
            "update incidents set status = 'resolved', resolved_at = @at where id = @number and status <> 'resolved'",
            new { number, at = Column.Time(at) }
        ) == 1;

    public void SetSeverity(Transaction unit, long number, string severity) =>
        unit.Execute(
            "update incidents set severity = @severity where id = @number",
            new { number, severity = Secrets.Mask(severity) }
        );

    public bool Reminded(Transaction unit, long number, DateTimeOffset at) =>
        unit.Execute(
            "update incidents set reminded_at = @at where id = @number and reminded_at is null",
            new { number, at = Column.Time(at) }
        ) == 1;

    /// <summary>With all that belongs to them.</summary>
    /// <returns>How many there were, at most <paramref name="most"/>.</returns>
    public static int DeleteResolvedBefore(Transaction unit, DateTimeOffset before, int most) =>
        unit.Execute(DeleteOver, new { before = Column.Time(before), most });

    /// <summary>Open incidents without an entry in their timeline since then.</summary>
    public IReadOnlyList<Incident> Forgotten(DateTimeOffset since, int most) =>
        [.. database.Query<Row>(Quiet, new { since = Column.Time(since), most }).Select(Of)];

    /// <summary>
    /// Labels stand in it. Two groups that look alike once they are masked stay two by their checksum.
    /// </summary>
    static string GroupKey(string group)
    {
        var masked = Secrets.Mask(group);
        return masked == group
            ? group
            : $"{masked} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group)))[..8]}";
    }

    static Incident Of(Row r) =>
        new(
            r.Id,
            r.Title,
            IncidentStatusText.Read(r.Status),
            r.Severity,
            r.Host,
            JsonSerializer.Deserialize(r.Hosts, StorageJson.Default.IReadOnlyListString)!,
            r.Alert_Name,
            r.Group_Key,
            r.Opened_By,
            Column.Time(r.Started_At),
            Column.TimeOrNull(r.Acknowledged_At),
            r.Acknowledged_By,
            Column.TimeOrNull(r.Mitigated_At),
            Column.TimeOrNull(r.Resolved_At),
            r.Cause,
            r.Confidence,
            r.Requests,
            r.Failed
        )
        {
            Acknowledger = r.Acknowledged_By is null
                ? null
                : new(r.Acknowledged_By, r.Acknowledged_By_Source ?? "", r.Acknowledged_By_Id),
        };

    /// <summary>Those that are not resolved.</summary>
    public long CountOpen() =>
        database.First<long>("select count(*) from incidents where status <> 'resolved'");

    sealed record Row(
        long Id,
        string Title,
        string Status,
        string Severity,
        string Host,
        string Hosts,
        string Alert_Name,
        string Group_Key,
        string Opened_By,
        string Started_At,
        string? Acknowledged_At,
        string? Acknowledged_By,
        string? Acknowledged_By_Source,
        string? Acknowledged_By_Id,
        string? Mitigated_At,
        string? Resolved_At,
        string? Cause,
        double? Confidence,
        long? Requests,
        long? Failed
    );
}
