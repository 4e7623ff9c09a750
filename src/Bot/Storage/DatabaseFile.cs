namespace ChatOps502.Bot.Storage;

/// <summary>The file below an open database: whether it is still the one that its name leads to.</summary>
sealed class DatabaseFile(string path)
{
    const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    string? _descriptor;

    public string Path => path;

    /// <summary>Made when it is not there, readable by its owner alone.</summary>
    public void Prepare()
    {
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } directory)
            Directory.CreateDirectory(directory);
        if (File.Exists(path))
            return;
        File.Open(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.ReadWrite,
                    UnixCreateMode = OwnersAlone,
                }
            )
            .Dispose();
    }

    /// <summary>To be called once it is open.</summary>
    public void Opened() => _descriptor = DescriptorOf(System.IO.Path.GetFullPath(path));

    /// <summary>Deleted, or another file has its name now: what is written goes nowhere.</summary>
    public bool IsGone =>
        _descriptor is { } open
        && LinkOf(open) is { } target
        && target != System.IO.Path.GetFullPath(path);

    static string? DescriptorOf(string full) =>
        Directory.Exists("/proc/self/fd")
            ? Directory.EnumerateFileSystemEntries("/proc/self/fd").FirstOrDefault(d => LinkOf(d) == full)
            : null;

    static string? LinkOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed meanwhile
        }
    }
}
