using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests;

/// <summary>A runbook with one approved command, whose runs can be counted.</summary>
static class OneCommand
{
    /// <returns>A folder for Runbooks:Directory; each run of the command adds a line to "ran" in it.</returns>
    public static string Directory(string expire = "30m")
    {
        var directory = Scratch.Directory();
        File.WriteAllText(
            Path.Combine(directory, "one-command.yaml"),
            $$"""
            name: one-command
            title: One command, approved
            steps:
              - id: hosts
                each-host:
                  steps:
                    - id: ask
                      approval: { for: act, expire-after: {{expire}} }
                    - id: act
                      when: ask.state == 'approved'
                      command: { argv: [ sh, -c, "echo ran >>{{directory}}/ran" ], changes: true }
            """
        );
        return directory;
    }

    public static int Ran(string directory) =>
        File.Exists(Path.Combine(directory, "ran"))
            ? File.ReadAllLines(Path.Combine(directory, "ran")).Length
            : 0;
}
