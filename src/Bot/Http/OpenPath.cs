namespace ChatOps502.Bot.Http;

/// <summary>A path that needs no sign-in: whoever answers there has rules of its own.</summary>
/// <param name="Path">The whole path; with a slash at its end, all that begins so.</param>
/// <param name="Listener">The only address it is answered at; null for all.</param>
public sealed record OpenPath(string Path, Uri? Listener = null)
{
    public bool Covers(string path) => Path.EndsWith('/') ? path.StartsWith(Path) : path == Path;
}
