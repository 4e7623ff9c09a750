using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.CommandLine;

/// <summary>
/// backup FILE: a whole copy of the database. The file alone, copied while the bot runs, would lack what is in its log.
/// </summary>
static class BackupCommand
{
    const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static int Run(Settings settings, string file)
    {
        if (File.Exists(file))
        {
            Terminal.Say($"{file} exists already: give a new name");
            return 2;
        }
        using var database = new Database(settings.Storage.ConnectionString);
        database.Backup(file);
        File.SetUnixFileMode(file, OwnersAlone);
        Terminal.Result($"{database.FilePath} is copied to {file}");
        return 0;
    }
}
