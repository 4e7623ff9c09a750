using ChatOps502.Bot.Delivery;

namespace ChatOps502.Bot.WebConsole;

static class ConsoleSetup
{
    public static void AddConsole(this IServiceCollection services)
    {
        services.AddSingleton<ConsoleSessions>();
        services.AddSingleton<ConsoleAccess>();
        services.AddSingleton<IChat, ConsoleChat>();
        services.AddSingleton(new ChatName("console"));
        services.AddScoped<Visitor>();
        services.AddRazorComponents().AddInteractiveServerComponents();
    }

    public static void UseConsoleAccess(this WebApplication app)
    {
        app.Use(
            (HttpContext http, RequestDelegate next) =>
                app.Services.GetRequiredService<ConsoleAccess>().CheckAsync(http, next)
        );
        app.UseAntiforgery();
    }

    public static void MapConsole(this WebApplication app)
    {
        app.MapStaticAssets();
        // SafeHeaders says more than the policy for frames would
        app.MapRazorComponents<Pages.App>()
            .AddInteractiveServerRenderMode(options =>
                options.ContentSecurityFrameAncestorsPolicy = null
            );
    }
}
