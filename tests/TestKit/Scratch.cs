namespace ChatOps502.TestKit;

/// <summary>
/// Directories that go with the process of the tests, for those that outlive a single test's own clean-up.
/// </summary>
public static class Scratch
{
    static readonly Lazy<string> Root = new(Make);

    /// <returns>An empty directory of its own.</returns>
    public static string Directory() =>
        System
            .IO.Directory.CreateDirectory(Path.Combine(Root.Value, Guid.NewGuid().ToString("N")[..8]))
            .FullName;

    static string Make()
    {
        var root = System.IO.Directory.CreateTempSubdirectory("c502-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(root);
        return root;
    }

    static void Remove(string root)
    {
        try
        {
            System.IO.Directory.Delete(root, recursive: true);
        }
        catch (IOException)
        { /* a command that outlives its bot writes there */
        }
    }
}
