using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Alerts;

/// <summary>
/// What Alertmanager called resolved: a notification that arrives after its own end must not open an incident that
/// never ends.
/// </summary>
public sealed class ResolvedGroups(TimeProvider clock)
{
    const string Upsert = """
        insert into ended_groups (group_key, starts_at, at) values (@key, @starts, @at)
        on conflict (group_key) do update set starts_at = max(starts_at, excluded.starts_at), at = excluded.at
        """;

    public void Keep(Transaction unit, AlertGroup group) =>
        unit.Execute(
            Upsert,
            new
            {
                key = group.GroupKey,
                starts = Column.Time(Newest(group)),
                at = Column.Time(clock.GetUtcNow()),
            }
        );

    /// <summary>Whether every alert of this notification had begun when the group was resolved.</summary>
    public bool IsOver(Transaction unit, AlertGroup group)
    {
        var ended = unit.Query<string>(
            "select starts_at from ended_groups where group_key = @key",
            new { key = group.GroupKey }
        );
        return ended is [var starts] && Newest(group) <= Column.Time(starts);
    }

    public static int Forget(Transaction unit, DateTimeOffset before) =>
        unit.Execute("delete from ended_groups where at < @before", new { before = Column.Time(before) });

    /// <summary>To the millisecond, as it is kept.</summary>
    static DateTimeOffset Newest(AlertGroup group) =>
        Column.Time(Column.Time(group.Alerts.Max(a => a.StartsAt)));
}
