using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Tests.Delivery;

public sealed class ThreadStoreTests : IDisposable
{
    const string Incident = """
        insert into incidents (id, title, status, severity, host, hosts, alert_name, group_key, opened_by,
          started_at)
        values (1, '', 'open', '', '', '[]', '', '', '', '')
        """;
    readonly string _directory = Directory.CreateTempSubdirectory("c502-threads-").FullName;
    readonly Database _database;
    readonly ThreadStore _threads;

    public ThreadStoreTests()
    {
        _database = new($"Data Source={_directory}/bot.db");
        _threads = new(_database, ["console", "slack"], TimeProvider.System, new());
    }

    [Fact]
    public async Task A_second_post_under_a_key_is_a_new_version_of_the_same_message()
    {
        await _database.WriteAsync(unit => unit.Execute(Incident));
        await PostAsync(ChatMessage.Of("first"));
        await PostAsync(ChatMessage.Of("second"));
        var message = Assert.Single(_threads.Of(1));
        Assert.Equal((2, "second"), (message.Version, message.Message.Text));
        Assert.Equal([2, 2], _database.Query<int>("select wanted_version from outbox"));
    }

    [Fact]
    public async Task What_says_the_same_is_no_new_version()
    {
        await _database.WriteAsync(unit => unit.Execute(Incident));
        await PostAsync(ChatMessage.Of("same"));
        await PostAsync(ChatMessage.Of("same"));
        Assert.Equal(1, Assert.Single(_threads.Of(1)).Version);
    }

    [Fact]
    public async Task What_is_rolled_back_is_owed_to_no_chat()
    {
        await _database.WriteAsync(unit => unit.Execute(Incident));
        var broken = _database.WriteAsync(unit =>
        {
            _threads.Post(unit, 1, "headline", ChatMessage.Of("never"));
            throw new FormatException("odd");
        });
        await Assert.ThrowsAsync<FormatException>(() => broken);
        Assert.Empty(_threads.Of(1));
        Assert.Equal(0, _database.First<int>("select count(*) from outbox"));
    }

    [Fact]
    public async Task Every_block_and_every_button_is_read_as_it_was_posted()
    {
        await _database.WriteAsync(unit => unit.Execute(Incident));
        var message = new ChatMessage(
            "all of it",
            [
                new Heading("head", Tone.Waiting),
                new Code("$ ls"),
                new Buttons([
                    new(new ApproveAction("a1"), "Approve", "primary", "Sure?"),
                    new(new CommandAction("fix", "web-01", "service.start"), "Propose"),
                ]),
                new ExportedFile("md"),
            ],
            Broadcast: true
        );
        await PostAsync(message);
        var read = Assert.Single(_threads.Of(1)).Message;
        Assert.True(read.Broadcast);
        Assert.Equal(message.Blocks[0], read.Blocks[0]);
        var buttons = Assert.IsType<Buttons>(read.Blocks[2]).Items;
        Assert.Equal(new ApproveAction("a1"), buttons[0].Does);
        Assert.Equal(["web-01", "service.start"], Assert.IsType<CommandAction>(buttons[1].Does).About);
    }

    [Theory]
    [InlineData("command", "ack INC-7", "ack", "INC-7")]
    [InlineData("ask", "note INC-7", "note", "INC-7")]
    [InlineData("resolve", "INC-7", "resolve", "INC-7")]
    public void Buttons_of_older_versions_still_work(string name, string value, string word, string about)
    {
        var action = Assert.IsType<CommandAction>(ChatAction.Read(name, value));
        Assert.Equal((word, about), (action.Word, Assert.Single(action.About)));
    }

    Task PostAsync(ChatMessage message) =>
        _database.WriteAsync(unit => _threads.Post(unit, 1, "headline", message));

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
