using ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class PastedAppStartingTests
{
    const string Waits = "INFO:     Waiting for application startup.";

    const string Listens = "INFO:     Uvicorn running on http://0.0.0.0:8080 (Press CTRL+C to quit)";

    [Fact]
    public void It_says_that_it_is_not_ready()
    {
        var verdict = Paste.Judge(Paste.Line(LogMessages.Refused), Waits);
        Paste.AssertFirst("app-starting", verdict);
        Assert.DoesNotContain(verdict.First!.Remedies, remedy => remedy.Changes);
    }

    [Fact]
    public void What_listens_by_its_own_word_has_started() =>
        Assert.DoesNotContain(
            Paste.Judge(Paste.Line(LogMessages.Refused), Waits, Listens).Diagnoses,
            diagnosis => diagnosis.Cause == "app-starting"
        );

    [Fact]
    public void What_fails_while_it_starts_does_not_come_up() =>
        Paste.AssertFirst(
            "backend-down",
            Paste.Judge(
                Paste.Line(LogMessages.Refused),
                Waits,
                "[Errno 98] error while attempting to bind: address already in use"
            )
        );
}
