using System.Text;

namespace ChatOps502.Runbooks.Executors;

/// <summary>
/// What standard error says, and the guard's two lines in it: they tell "never began", "began and was lost" and "ended
/// with 255" apart, which ssh's own exit code cannot.
/// </summary>
/// <param name="Text">Without the guard's lines.</param>
/// <param name="ExitCode">Null when the guard did not see the end.</param>
/// <param name="IsTaken">True when this host had begun the command's ticket before: nothing was run now.</param>
sealed record GuardReport(string Text, bool Started, int? ExitCode, bool IsTaken = false)
{
    const string Ended = "ended ";
    const string Taken = "taken";

    /// <param name="nonce">Marks the guard's lines.</param>
    public static GuardReport Parse(string stderr, string nonce)
    {
        var text = new StringBuilder();
        var started = false;
        var isTaken = false;
        int? exitCode = null;
        foreach (var line in stderr.Split('\n'))
        {
            var at = line.IndexOf(nonce + " ");
            if (at < 0)
            {
                text.Append(line).Append('\n');
                continue;
            }
            text.Append(line[..at]);
            var said = line[(at + nonce.Length + 1)..];
            started = true;
            isTaken |= said.Trim() == Taken;
            if (said.StartsWith(Ended))
                exitCode = int.TryParse(said[Ended.Length..], out var code) ? code : null;
        }
        return new(text.ToString().Trim(), started, exitCode, isTaken);
    }
}
