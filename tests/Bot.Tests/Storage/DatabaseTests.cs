using System.Net;
using ChatOps502.Bot.Storage;
using ChatOps502.TestKit;
using Microsoft.Data.Sqlite;

namespace ChatOps502.Bot.Tests.Storage;

/// <summary>What an operator may meet: each is said in a sentence, and nothing that was promised is lost.</summary>
public sealed class DatabaseTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-db-").FullName;

    string File_ => Path.Combine(_directory, "bot.db");

    Database Open() => new($"Data Source={File_}");

    [Fact]
    public async Task The_write_ahead_log_stays_small_while_readers_overlap()
    {
        using var database = Open();
        using var end = new CancellationTokenSource();
        var readers = Enumerable
            .Range(0, 8)
            .Select(_ =>
                Task.Run(() =>
                {
                    while (!end.IsCancellationRequested)
                        database.Query<long>("select count(*) from deliveries");
                })
            )
            .ToList();
        var body = new string('x', 20_000);
        for (var i = 0; i < 4000; i++)
            await database.WriteAsync(u =>
                u.Execute(
                    "insert into deliveries (dedupe_key, source, body, received_at) values (@i, 's', @body, '')",
                    new { i, body }
                )
            );
        await end.CancelAsync();
        await Task.WhenAll(readers);
        Assert.InRange(new FileInfo(File_ + "-wal").Length, 0, 32 << 20); // 80 MB were written
    }

    [Fact]
    public void A_commit_stands_though_the_log_cannot_be_shortened()
    {
        using var writer = new SqliteConnection($"Data Source={File_}");
        writer.Open();
        Run(
            "pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table t (x); insert into t "
                + "values (zeroblob(20000000))"
        );
        Run("begin; insert into t values (1)"); // within a transaction SQLite refuses to shorten it
        using var log = new WriteAheadLog(File_);
        for (var commit = 0; commit < 200; commit++)
            log.Committed(writer);
        Run("commit");
        Assert.True(new FileInfo(File_ + "-wal").Length > 20_000_000);

        void Run(string sql)
        {
            using var command = writer.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_file_that_is_deleted_under_the_bot_is_written_anew_with_all_it_held()
    {
        using (var database = Open())
        {
            await KeepAsync(database, "before");
            foreach (var file in Directory.EnumerateFiles(_directory))
                File.Delete(file);
            await KeepAsync(database, "after");
        }
        using var again = Open();
        Assert.Equal(
            ["after", "before"],
            again.Query<string>("select dedupe_key from deliveries order by 1")
        );
    }

    [Fact]
    public async Task Another_file_in_its_place_is_not_overwritten()
    {
        using var database = Open();
        await KeepAsync(database, "before");
        File.Delete(File_);
        File.WriteAllText(File_, "a backup, perhaps");
        var refused = await Assert.ThrowsAsync<StorageException>(() => KeepAsync(database, "after"));
        Assert.Contains("was replaced", refused.Message);
        Assert.Equal("a backup, perhaps", File.ReadAllText(File_));
    }

    [Fact]
    public async Task A_backup_is_whole_while_the_bot_writes()
    {
        using var database = Open();
        for (var i = 0; i < 300; i++)
            await KeepAsync(database, $"k{i}");
        database.Backup(Path.Combine(_directory, "copy.db"));
        await KeepAsync(database, "later");
        using var copy = new Database($"Data Source={Path.Combine(_directory, "copy.db")}");
        Assert.Equal(300, copy.First<long>("select count(*) from deliveries"));
    }

    [Fact]
    public async Task The_command_backup_copies_what_a_running_bot_holds()
    {
        await using var bot = await BotProcess.StartAsync();
        await bot.SendAlertAsync("firing", "nobody");
        await bot.WaitForAsync("INC-1", "host.unknown");
        var copy = Path.Combine(_directory, "copy.db");
        Assert.Equal(0, (await OneShot.RunAsync("backup", copy, "--config", bot.Config)).ExitCode);
        using var database = new Database($"Data Source={copy}");
        Assert.Equal(1, database.First<long>("select count(*) from incidents"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        Assert.Equal(2, (await OneShot.RunAsync("backup", copy, "--config", bot.Config)).ExitCode);
    }

    [Fact]
    public void A_file_that_is_no_database_is_called_so()
    {
        File.WriteAllText(File_, new string('x', 10_000));
        Assert.Contains("no database of this bot", Assert.Throws<StorageException>(Open).Message);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_not_touched()
    {
        using (var database = Open())
            await database.WriteAsync(u =>
                u.Execute(
                    "insert into SchemaVersions (ScriptName, Applied) values ('0099-later.sql', '2030-01-01')"
                )
            );
        Assert.Contains("newer version", Assert.Throws<StorageException>(Open).Message);
    }

    [Fact]
    public async Task A_damaged_file_is_called_so()
    {
        using (var database = Open())
            for (var i = 0; i < 500; i++)
                await KeepAsync(database, $"key-{i}");
        SqliteConnection.ClearAllPools();
        var bytes = File.ReadAllBytes(File_);
        for (var i = 4096; i < bytes.Length; i++)
            bytes[i] = (byte)(i * 31);
        File.WriteAllBytes(File_, bytes);
        foreach (var rest in new[] { "-wal", "-shm" })
            File.Delete(File_ + rest);
        Assert.Contains("is damaged", Assert.Throws<StorageException>(Open).Message);
    }

    [Fact]
    public async Task A_second_bot_on_the_same_database_does_not_start()
    {
        await using var bot = await BotProcess.StartAsync();
        var config = Path.Combine(_directory, "second.json");
        var second =
            "{\"Console\":{\"Url\":\"http://127.0.0.1:"
            + Ports.Free()
            + "\"},\"Storage\":{\"ConnectionString\":\"Data Source="
            + bot.Database
            + "\"}}";
        await File.WriteAllTextAsync(config, second);
        var (code, _, errors) = await OneShot.RunAsync("serve", "--config", config);
        Assert.Equal(2, code);
        Assert.Contains("another bot runs on", errors);
    }

    [Fact]
    public async Task A_locked_database_is_not_ready_and_alerts_are_answered_503()
    {
        await using var bot = await BotProcess.StartAsync();
        await using var other = new SqliteConnection($"Data Source={bot.Database}");
        other.Open();
        await using (var held = other.BeginTransaction(deferred: false))
        {
            using var ready = await bot.Http.GetAsync("/readyz");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            using var alert = await bot.SendAlertAsync("firing", "nobody");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, alert.StatusCode);
            Assert.Contains("is locked by another program", await alert.Content.ReadAsStringAsync());
        }
        await Eventually.TrueAsync(
            async () => (await bot.Http.GetAsync("/readyz")).IsSuccessStatusCode,
            "it is ready again"
        );
        Assert.DoesNotContain("   at ", bot.Errors); // no stack
    }

    [Fact]
    public async Task Alerts_that_were_answered_survive_the_loss_of_the_file()
    {
        await using var bot = await BotProcess.StartAsync();
        await bot.SendAlertAsync("firing", "nobody");
        await bot.WaitForAsync("INC-1", "host.unknown");
        foreach (
            var file in Directory
                .EnumerateFiles(Path.GetDirectoryName(bot.Database)!, "bot.db*")
                .Where(f => !f.EndsWith(".lock"))
        )
            File.Delete(file);
        using var answer = await bot.SendAlertAsync(
            "firing",
            "nobody-else",
            key: "{}:{alertname=\"Other\"}"
        );
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await bot.KillAsync();
        await bot.LaunchAsync();
        await bot.WaitForAsync("INC-2", "host.unknown");
        Assert.Equal(2, (await bot.IncidentsAsync()).Count);
    }

    static Task KeepAsync(Database database, string key) =>
        database.WriteAsync(u =>
            u.Execute(
                "insert into deliveries (dedupe_key, source, body, received_at) values (@key, 's', 'b', '')",
                new { key }
            )
        );

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }
}
