using System.CommandLine;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.CommandLine;

/// <summary>
/// backup FILE: a whole copy of the database. The file alone, copied while the bot runs, would lack what is in its log.
/// </summary>
static class BackupVerb
{
    const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create(VerbFactory verbs)
    {
        var file = new Argument<string>("file") { Description = "the copy; it must not exist yet" };
        return verbs.Create(
            "backup",
            "a whole copy of the database, also while the bot runs",
            [file],
            call => Run(call, call.Value(file))
        );
    }

    static int Run(Call call, string file)
    {
        if (File.Exists(file))
        {
            Terminal.Say($"{file} exists already: give a new name");
            return ExitCodes.Usage;
        }
        var database = call.Get<Database>();
        database.Backup(file);
        File.SetUnixFileMode(file, OwnersAlone);
        Terminal.Result($"{database.FilePath} is copied to {file}");
        return ExitCodes.Good;
    }
}
