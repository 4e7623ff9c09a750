using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Asks a URL from the bot's own machine.</summary>
public sealed record HttpStep(StepCommon Common, string Method, string Url, string? Body, int? Expect)
    : Step(Common),
        IHasTexts
{
    /// <summary>Only GET and HEAD are taken to be harmless.</summary>
    public override bool Changes => Method is not ("GET" or "HEAD");

    public IEnumerable<string> Texts => Body is null ? [Url] : [Url, Body];
}

public sealed class HttpKind : StepKind<HttpStep>
{
    public override string Name => "http";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        var expect = inner?.Number("expect", 0, 599) ?? 0;
        var step = new HttpStep(
            common,
            (inner?.Text("method") ?? "GET").ToUpperInvariant(),
            inner?.Required("url") ?? "",
            inner?.Text("body"),
            expect == 0 ? null : expect
        );
        inner?.NothingElse("http");
        return step;
    }

    protected override async Task<StepOutcome> RunAsync(HttpStep step, StepContext context, CancellationToken cancel)
    {
        var url = Template.Fill(step.Url, context.Resolve);
        var body = step.Body is null ? null : Template.Fill(step.Body, context.Resolve);
        if (Template.HoldsMask(step.Url, url) || body is not null && Template.HoldsMask(step.Body!, body))
            return StepOutcome.Failed(
                "the request would hold a masked secret (***): secrets are not kept, so none can be handed "
                    + "from one step to another"
            );
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return StepOutcome.Failed($"'{url}' is not an http address");
        if (context.State.DryRun && step.Changes)
            return StepOutcome.Done(
                new() { ["dryRun"] = true },
                new Said(context.Host, $"would send {step.Method} {url}", false)
            );
        if (
            step.Changes
            && Approvals.Refuses(
                context,
                ApprovalHash.Of(context.Host ?? "", [step.Method, url], step.Id),
                $"request: {step.Method} {url}"
            )
                is { } unapproved
        )
            return StepOutcome.Failed(unapproved);
        if (step.Changes)
            context.Begin([], null);
        try
        {
            using var request = new HttpRequestMessage(new(step.Method), uri);
            if (body is not null)
                request.Content = new StringContent(body, null, "application/json");
            using var response = await context.Services.Http.SendAsync(request, cancel);
            var status = (int)response.StatusCode;
            var output = new JsonObject { ["status"] = status };
            return step.Expect is null
                ? status < 400
                    ? StepOutcome.Done(output)
                    : Wrong()
                : status == step.Expect
                    ? StepOutcome.Done(output)
                    : Wrong();

            StepOutcome Wrong() => StepOutcome.Failed($"{step.Method} {url} answered {status}", output);
        }
        catch (HttpRequestException e)
        {
            return StepOutcome.Failed($"{step.Method} {url}: {e.Message}");
        }
    }
}
