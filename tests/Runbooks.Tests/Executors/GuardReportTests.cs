using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Tests.Executors;

public sealed class GuardReportTests
{
    [Fact]
    public void The_guards_lines_are_not_part_of_the_text()
    {
        var report = GuardReport.Parse("N0 started\nsh: not found\nN0 ended 127\n", "N0");
        Assert.Equal(new GuardReport("sh: not found", Started: true, ExitCode: 127), report);
    }

    [Fact]
    public void Without_a_line_of_the_guard_nothing_began() =>
        Assert.Equal(
            new GuardReport("ssh: no route", Started: false, ExitCode: null),
            GuardReport.Parse("ssh: no route\n", "N0")
        );
}
