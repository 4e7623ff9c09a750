namespace ChatOps502.Runbooks.Tests.Loading.Validation;

public sealed class ChangesAreApprovedTests
{
    const string Change = "  - { id: act, command: { argv: [ reboot ] } }\n";
    const string Undo = "  - { id: back, remedy: { do: apply, approval: change } }\n";

    [Fact]
    public void A_change_without_an_approval_before_it_is_reported() =>
        Assert.Contains(
            "x.yaml:4: 'act' changes the host, and no approval step comes before it",
            Problems.Of(Change)
        );

    [Fact]
    public void An_approval_after_it_does_not_count() =>
        Assert.Contains(
            "'act' changes the host",
            Problems.Of(Change + "  - { id: ask, approval: { for: act } }")
        );

    [Fact]
    public void An_approval_before_it_is_enough() =>
        Assert.Empty(Problems.Of("  - { id: ask, approval: { for: act } }\n" + Change));

    [Fact]
    public void A_command_that_only_reads_needs_none() =>
        Assert.Empty(Problems.Of("  - { id: look, command: { argv: [ uptime ], reads: true } }"));

    [Fact]
    public void A_click_on_undo_is_an_approval_for_the_undo_runbook_and_for_no_other()
    {
        Assert.Empty(Problems.Of(Undo, name: "undo"));
        Assert.Contains("'back' changes the host", Problems.Of(Undo, name: "mine"));
    }
}
