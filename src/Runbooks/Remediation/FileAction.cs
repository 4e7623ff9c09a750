using System.Security.Cryptography;
using System.Text;
using ChatOps502.Probes.Collection;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Runbooks.Remediation;

/// <summary>
/// Edits one configuration file: the diff is shown, a copy kept, the service's own check run (where it has one) before
/// it is told to use it, and all of it can be taken back.
/// </summary>
public abstract class FileAction : RemedyAction
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // exit codes of read-file.sh
    const int DoesNotExist = 44;
    const int MayNotBeWritten = 45;
    const int OthersMayChangeIt = 46;

    /// <summary>Where copies of the files as they were are kept on the host.</summary>
    protected virtual string Kept => "/var/backups/chatops502";

    /// <param name="File">The file to edit; it need not exist.</param>
    /// <param name="Check">A shell line that exits 0 when the service accepts the new file.</param>
    /// <param name="Activate">A shell line that makes the service use it.</param>
    /// <param name="Shown">What changes, in words.</param>
    protected sealed record Plan(string File, string Check, string Activate, string Shown);

    /// <summary>A file that systemd reads, or hands to a service when it starts.</summary>
    protected static Plan ForService(string file, string service, string shown) =>
        new(
            file,
            "systemctl daemon-reload",
            "systemctl daemon-reload && "
                + string.Join(' ', ServiceCommand.Of("systemd", "restart", service)),
            shown
        );

    protected abstract Plan PlanOf(IReadOnlyDictionary<string, string> args);

    /// <summary>The new content; null when the place to edit is not there (any more).</summary>
    /// <param name="text">The file as it is; null when there is none.</param>
    /// <param name="args">The remedy's arguments.</param>
    protected abstract string? Edit(string? text, IReadOnlyDictionary<string, string> args);

    public sealed override async Task<Prepared> PrepareAsync(
        IReadOnlyDictionary<string, string> args,
        Host host,
        CancellationToken cancel
    )
    {
        var plan = PlanOf(args);
        var read = await host.Executor.RunAsync(new(ReadCommand(host, plan), Limit), null, cancel);
        if (WhyUnreadable(plan, read) is { } problem)
            return Prepared.Impossible(problem);
        var before = read.ExitCode == DoesNotExist ? null : Encoding.UTF8.GetString(read.Stdout);
        if (before is not null && !Encoding.UTF8.GetBytes(before).AsSpan().SequenceEqual(read.Stdout))
            return Prepared.Impossible($"{plan.File} is not UTF-8, so it is not edited");
        return Edited(plan, host, before, args);
    }

    static IReadOnlyList<string> ReadCommand(Host host, Plan plan) =>
        host.AsRoot([
            "sh",
            "-c",
            SafeWay.Script + Embedded.Text("read-file"),
            "chatops502-look",
            plan.File,
        ]);

    /// <summary>Null when the file was read, or does not exist.</summary>
    static string? WhyUnreadable(Plan plan, ExecResult read)
    {
        if (read.Failure is { } failure)
            return failure.Reason;
        return read.ExitCode switch
        {
            0 or DoesNotExist => null,
            MayNotBeWritten =>
                $"{plan.File} may not be written by this login (root, or Sudo: true with the right to run sh)",
            OthersMayChangeIt =>
                $"{plan.File} or its directory can be changed by others than root, so the bot does not write "
                    + $"there ({read.Stderr.Trim()})",
            _ => $"{plan.File} cannot be read: {read.Stderr.Trim()}",
        };
    }

    Prepared Edited(Plan plan, Host host, string? before, IReadOnlyDictionary<string, string> args)
    {
        try
        {
            if (Edit(before, args) is not { } after)
                return Prepared.Impossible($"{plan.File} no longer looks as it did when it was read");
            return after == before
                ? Prepared.Impossible($"{plan.File} already says so")
                : Change(plan, host, before, after);
        }
        catch (FormatException e)
        {
            return Prepared.Impossible($"{plan.File} is not edited: {e.Message}");
        }
    }

    Prepared Change(Plan plan, Host host, string? before, string after)
    {
        var (was, will) = (Sum(before), Sum(after));
        var kept = $"{Kept}/{was[..Math.Min(12, was.Length)]}-{will[..12]}{plan.File}";
        IReadOnlyList<string> ChangeCommand(string from, string to, string source, string backup) =>
            host.AsRoot([
                "sh",
                "-c",
                SafeWay.Script + Embedded.Text("change"),
                "chatops502-change",
                plan.File,
                from,
                to,
                source,
                backup,
                plan.Check,
                plan.Activate,
            ]);
        return new(
            ChangeCommand(was, will, "-", kept),
            $"edit {plan.File}: {plan.Shown}; {plan.Check}; {plan.Activate}",
            null,
            Encoding.UTF8.GetBytes(after),
            Diff.Of(plan.File, before ?? "", after),
            ChangeCommand(will, was, kept, kept + ".undone")
        );
    }

    static string Sum(string? text) =>
        text is null ? "absent" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
