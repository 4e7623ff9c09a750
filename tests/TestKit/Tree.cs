namespace ChatOps502.TestKit;

/// <summary>Where this checkout lies, and how it was built.</summary>
public static class Tree
{
    public static string Root { get; } = Find();

    /// <summary>Debug or Release: .../bin/Debug/net10.0/</summary>
    public static string Configuration { get; } =
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    static string Find()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "ChatOps502.sln")))
            at = Path.GetDirectoryName(at)!;
        return at;
    }
}
