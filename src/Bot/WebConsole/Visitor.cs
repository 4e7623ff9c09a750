using ChatOps502.Bot.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace ChatOps502.Bot.WebConsole;

/// <summary>
/// Who looks at the page: as they were let in when the page was opened, and as long as they are signed in.
/// </summary>
public sealed class Visitor(AuthenticationStateProvider state, ConsoleAccess access)
{
    public async Task<Person> PersonAsync() =>
        access.Still((await state.GetAuthenticationStateAsync()).User, "console");
}
