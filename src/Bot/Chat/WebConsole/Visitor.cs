using ChatOps502.Bot.Access;
using ChatOps502.Bot.Hosting;
using Microsoft.AspNetCore.Components.Authorization;

namespace ChatOps502.Bot.Chat.WebConsole;

/// <summary>
/// Who looks at the page: as they were let in when the page was opened, and as long as they are signed in.
/// </summary>
public sealed class Visitor(AuthenticationStateProvider state, ConsoleAccess access)
{
    public async Task<Person> PersonAsync() =>
        access.Still((await state.GetAuthenticationStateAsync()).User, "console");
}
