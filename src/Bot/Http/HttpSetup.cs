namespace ChatOps502.Bot.Http;

static class HttpSetup
{
    public static void AddHttpDoors(this IServiceCollection services)
    {
        services.AddSingleton<RequestFailures>();
        services.AddSingleton<SignInThrottle>();
    }

    public static void UseRequestFailures(this WebApplication app) =>
        app.Use(
            (HttpContext http, RequestDelegate next) =>
                app.Services.GetRequiredService<RequestFailures>().CatchAsync(http, next)
        );
}
