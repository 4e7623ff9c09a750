using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Tests.Engine;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class NotifyStepTests
{
    [Fact]
    public async Task It_posts_its_text_with_the_placeholders_filled()
    {
        var journal = await StepRuns
            .OnHost("id: a, notify: \"look at {{ host }}\"")
            .RunAsync(new FakeHost());
        Assert.Equal(new StepNote("here", "look at here", false), Assert.Single(journal.Happened));
        Assert.Equal("{}", journal.Step("a@here").Output.ToJsonString());
    }
}
