namespace ChatOps502.Runbooks;

/// <summary>The texts that travel inside this assembly.</summary>
static class Embedded
{
    public static string Text(string name)
    {
        var full =
            Names.FirstOrDefault(n => n == name || n == name + ".sh")
            ?? throw new InvalidOperationException($"no embedded text '{name}'");
        using var reader = new StreamReader(typeof(Embedded).Assembly.GetManifestResourceStream(full)!);
        return reader.ReadToEnd().Replace("\r", "");
    }

    public static IReadOnlyList<string> Names => typeof(Embedded).Assembly.GetManifestResourceNames();
}
