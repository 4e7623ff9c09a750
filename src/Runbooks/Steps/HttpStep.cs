using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Requests a URL from the bot's own machine.</summary>
/// <param name="Expect">The status that counts as success; null: any below 400.</param>
public sealed record HttpStep(StepCommon Common, string Method, string Url, string? Body, int? Expect)
    : Step(Common)
{
    /// <summary>Only GET and HEAD are taken to be harmless.</summary>
    public override bool Changes => Method is not ("GET" or "HEAD");

    public override IEnumerable<string> Texts => Body is null ? [Url] : [Url, Body];

    internal bool Accepts(int status) => Expect is null ? status < 400 : status == Expect;
}

/// <param name="Status">The HTTP status.</param>
public sealed record HttpOutput(int Status) : StepOutput
{
    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.HttpOutput);
}

public sealed class HttpType : SettingsStepType<HttpStep>
{
    public override string Name => "http";

    protected override HttpStep ReadSettings(YamlPart settings, StepCommon common)
    {
        var expect = settings.Number("expect", otherwise: 0, max: 599);
        return new(
            common,
            (settings.Text("method") ?? "GET").ToUpperInvariant(),
            settings.Required("url"),
            settings.Text("body"),
            expect == 0 ? null : expect
        );
    }

    protected override async Task<StepOutcome> RunAsync(
        HttpStep step,
        StepContext context,
        CancellationToken cancel
    )
    {
        var filled = step with
        {
            Url = context.Filled(step.Url),
            Body = step.Body is null ? null : context.Filled(step.Body),
        };
        if (HoldsMask(step, filled))
            return StepOutcome.Failed(
                "the request would contain a masked secret (***): secrets are not stored, so steps cannot pass them on"
            );
        if (AddressOf(filled) is not { } address)
            return StepOutcome.Failed($"'{filled.Url}' is not an http address");
        if (!step.Changes)
            return await SendAsync(filled, address, context, cancel);
        if (context.State.DryRun)
            return StepOutcome.Done(
                new DryRunOutput(),
                new StepNote(context.Host, $"would send {Shown(filled)}", Problem: false)
            );
        var hash = ApprovalHash.Of(context.Host ?? "", [filled.Method, filled.Url], step.Id);
        if (Approvals.Refuses(context, hash, $"request: {Shown(filled)}") is { } refusal)
            return StepOutcome.Failed(refusal);
        await context.BeginAsync(StepOutput.None, ticket: null);
        return await SendAsync(filled, address, context, cancel);
    }

    static bool HoldsMask(HttpStep step, HttpStep filled) =>
        Template.HoldsMask(step.Url, filled.Url)
        || Template.HoldsMask(step.Body ?? "", filled.Body ?? "");

    static Uri? AddressOf(HttpStep filled) =>
        Uri.TryCreate(filled.Url, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
            ? address
            : null;

    static string Shown(HttpStep filled) => $"{filled.Method} {filled.Url}";

    static async Task<StepOutcome> SendAsync(
        HttpStep filled,
        Uri address,
        StepContext context,
        CancellationToken cancel
    )
    {
        try
        {
            using var request = new HttpRequestMessage(new(filled.Method), address);
            if (filled.Body is { } body)
                request.Content = new StringContent(body, null, "application/json");
            using var response = await context.Services.Http.SendAsync(request, cancel);
            var output = new HttpOutput((int)response.StatusCode);
            return filled.Accepts(output.Status)
                ? StepOutcome.Done(output)
                : StepOutcome.Failed($"{Shown(filled)} answered {output.Status}", output);
        }
        catch (HttpRequestException e)
        {
            return StepOutcome.Failed($"{Shown(filled)}: {e.Message}");
        }
    }
}
