namespace ChatOps502.Runbooks.Loading;

/// <summary>Something wrong in a runbook, and where.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record Problem(string File, int Line, string Text)
{
    public override string ToString() => $"{File}:{Line}: {Text}";
}
