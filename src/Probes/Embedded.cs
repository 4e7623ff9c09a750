namespace ChatOps502.Probes;

/// <summary>The shell texts that travel inside this assembly.</summary>
static class Embedded
{
    public static string Text(string name)
    {
        using var stream =
            typeof(Embedded).Assembly.GetManifestResourceStream(name + ".sh")
            ?? throw new InvalidOperationException($"no embedded script '{name}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r", "");
    }
}
