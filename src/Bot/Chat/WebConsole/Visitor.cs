using ChatOps502.Bot.Access;
using ChatOps502.Bot.Hosting;
using Microsoft.AspNetCore.Components.Authorization;

namespace ChatOps502.Bot.Chat.WebConsole;

/// <summary>Who looks at the page: as they were let in when the page was opened.</summary>
public sealed class Visitor(AuthenticationStateProvider state)
{
    public async Task<Person> PersonAsync() => ConsoleAccess.Person((await state.GetAuthenticationStateAsync()).User, "console");
}
