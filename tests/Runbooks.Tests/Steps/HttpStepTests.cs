using System.Net;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Tests.Engine;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class HttpStepTests
{
    sealed class Web(HttpStatusCode status) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancel
        )
        {
            Asked.Add($"{request.Method} {request.RequestUri}");
            return Task.FromResult(new HttpResponseMessage(status));
        }
    }

    static async Task<(MemoryJournal Journal, Web Web)> RunAsync(RunState state, HttpStatusCode status)
    {
        var web = new Web(status);
        var journal = new MemoryJournal(state, executor: new FakeHost()) { Web = web };
        await journal.AdvanceAsync();
        return (journal, web);
    }

    [Theory]
    [InlineData("url: 'http://a/x'", 200, null)]
    [InlineData("url: 'http://a/x'", 404, "GET http://a/x answered 404")]
    [InlineData("url: 'http://a/x', expect: 404", 404, null)]
    [InlineData("url: 'http://a/x', expect: 204", 200, "GET http://a/x answered 200")]
    public async Task The_status_decides(string settings, int status, string? error)
    {
        var (journal, _) = await RunAsync(
            StepRuns.OnHost($"id: get, http: {{ {settings} }}"),
            (HttpStatusCode)status
        );
        Assert.Equal(error, journal.Step("get@here").Error);
        Assert.Equal(status, journal.Step("get@here").Output["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_is_no_http_address_is_not_requested()
    {
        var (journal, web) = await RunAsync(
            StepRuns.OnHost("id: get, http: { url: 'file:///etc' }"),
            HttpStatusCode.OK
        );
        Assert.Equal("'file:///etc' is not an http address", journal.Step("get@here").Error);
        Assert.Empty(web.Asked);
    }

    [Fact]
    public async Task A_post_waits_for_an_approval_of_exactly_this_request()
    {
        var state = StepRuns.OnHost(
            "id: ask, approval: { for: put }",
            "id: put, http: { method: post, url: 'http://a/' }"
        );
        var (journal, web) = await RunAsync(state, HttpStatusCode.OK);
        var request = Assert.IsType<ApprovalAsked>(Assert.Single(journal.Happened)).Request;
        Assert.Equal("POST http://a/", request.Command);
        Assert.Empty(web.Asked);
        journal.Decide("ask@here", "approved", request);
        await journal.AdvanceAsync();
        Assert.Equal(["POST http://a/"], web.Asked);
        Assert.True(journal.Step("put@here").ChangeBegun);
    }

    [Fact]
    public async Task A_dry_run_posts_nothing()
    {
        var state = StepRuns.OnHost(
            "id: ask, approval: { for: put }",
            "id: put, http: { method: post, url: 'http://a/' }"
        );
        var (journal, web) = await RunAsync(state with { DryRun = true }, HttpStatusCode.OK);
        Assert.Empty(web.Asked);
        Assert.Equal("""{"dryRun":true}""", journal.Step("put@here").Output.ToJsonString());
    }
}
