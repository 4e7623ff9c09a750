namespace ChatOps502.Runbooks.Hosts;

/// <summary>The configured hosts.</summary>
public interface IHosts
{
    IReadOnlyList<string> Names { get; }

    /// <summary>By the configured name; null when there is none.</summary>
    Host? Find(string name);

    /// <summary>By the address it is configured with; null when there is none.</summary>
    Host? At(string address);
}
