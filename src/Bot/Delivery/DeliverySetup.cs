using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Delivery;

static class DeliverySetup
{
    public static void AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<Outbox>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<ThreadLocations>();
        services.AddSingleton(parts => new ThreadStore(
            parts.GetRequiredService<Database>(),
            [.. parts.GetServices<ChatName>().Select(chat => chat.Name)],
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<OutboxSignal>()
        ));
    }
}
