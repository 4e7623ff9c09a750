namespace ChatOps502.Bot.Api;

/// <summary>For whoever watches the watcher.</summary>
static class Health
{
    const string PrometheusText = "text/plain; version=0.0.4";

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet(
            "/readyz",
            async (Readiness readiness) =>
                await readiness.ProblemAsync() is { } problem
                    ? Results.Text(problem, statusCode: 503)
                    : Results.Text("ready")
        );
        app.MapGet("/metrics", (Metrics metrics) => Results.Text(metrics.Render(), PrometheusText));
    }
}
