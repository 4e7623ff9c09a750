using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Chat.Slack.Owed;

/// <summary>Answers to who asked: kept until they are said, for half an hour at most.</summary>
sealed class SlackReplies(
    Database database,
    SlackReply reply,
    TimeProvider clock,
    ILogger<SlackReplies> log
) : OwedToSlack<Reply>(database, "slack_replies", TimeSpan.FromMinutes(30), clock, log)
{
    const string Insert = """
        insert into slack_replies (person, room, thread, response_url, text, incident_id, mark, at)
        values (@person, @room, @thread, @url, @text, @incident, @mark, @at)
        returning id
        """;
    const string Unsaid =
        "select id, person, room, thread, response_url, text, incident_id, mark, at from slack_replies order by id";

    /// <summary>Owed when the transaction commits, together with what it tells of.</summary>
    /// <param name="about">The incident whose thread it points to; null for none.</param>
    public void Say(Transaction unit, Listener to, string text, long? about = null)
    {
        // the response address is what the answer is sent to; the row goes when it was said
        var (mark, at, masked) = (Guid.NewGuid().ToString("N"), Clock.GetUtcNow(), Secrets.Mask(text));
        var id = unit.Scalar<long>(
            Insert,
            new
            {
                person = to.User,
                room = to.Channel,
                thread = to.Thread,
                url = to.ResponseUrl,
                text = masked,
                incident = about,
                mark,
                at = Column.Time(at),
            }
        );
        Owe(unit, new(id, to, masked, about, mark, at));
    }

    /// <summary>For what nothing else commits with.</summary>
    public Task SayAsync(Listener to, string text) => Store.WriteAsync(unit => Say(unit, to, text));

    protected override IEnumerable<Reply> Left() =>
        Store
            .Query<Row>(Unsaid)
            .Select(r => new Reply(
                r.Id,
                new(r.Person, r.Room, r.Thread, r.Response_Url),
                r.Text,
                r.Incident_Id,
                r.Mark,
                Column.Time(r.At)
            ));

    protected override Task<SlackAnswer> TryAsync(Reply debt, bool again, CancellationToken stop) =>
        reply.TryAsync(debt, again, stop);

    sealed record Row(
        long Id,
        string Person,
        string Room,
        string? Thread,
        string Response_Url,
        string Text,
        long? Incident_Id,
        string Mark,
        string At
    );
}
