using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Tests.Library;

public sealed class RunbookLibraryTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-library-").FullName;

    [Fact]
    public void Everything_that_ships_is_sound()
    {
        var (library, problems) = RunbookLibrary.Load("");
        Assert.Empty(problems);
        Assert.Equal(["check", "nginx-502", "undo", "verify"], library.All.Select(r => r.Name));
        Assert.Equal(ShippedRunbooks.All.Order(), library.All.Select(r => r.Name));
    }

    [Fact]
    public void A_runbook_of_the_folder_replaces_the_shipped_one_of_its_name()
    {
        Write("mine.yaml", "name: check\ntitle: Mine\nsteps:\n  - { id: a, notify: hello }\n");
        var (library, problems) = RunbookLibrary.Load(_directory);
        Assert.Empty(problems);
        Assert.Equal("Mine", library.Find("CHECK")!.Title);
    }

    [Fact]
    public void A_broken_one_is_reported_and_left_out()
    {
        Write("broken.yaml", "name: broken\ntitle: Broken\nsteps: nothing\n");
        var (library, problems) = RunbookLibrary.Load(_directory);
        Assert.Null(library.Find("broken"));
        Assert.Contains("broken.yaml:3: steps must be a list", Assert.Single(problems).ToString());
    }

    void Write(string file, string text) => File.WriteAllText(Path.Combine(_directory, file), text);

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
