using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

/// <summary>
/// What holds for every cause. A class for each cause says what its typical case is, and adds its own.
/// </summary>
public abstract class CauseTests(string cause)
{
    protected const string Socket = "/run/shop/shop.sock";

    /// <summary>Evidence that leaves little doubt.</summary>
    protected abstract Scene Typical { get; }

    [Fact]
    public void Typical_evidence_speaks_for_it()
    {
        var verdict = Typical.Judge();
        AssertFirst(cause, verdict);
        Assert.InRange(verdict.First!.Confidence, 0.6, 1);
        Assert.InRange(verdict.Diagnoses.Sum(diagnosis => diagnosis.Confidence), 0, 1.0001);
    }

    [Fact]
    public void It_says_what_is_wrong_and_what_to_do()
    {
        var diagnosis = Typical.Judge().First!;
        Assert.NotEmpty(diagnosis.Title);
        Assert.EndsWith(".", diagnosis.Explanation.TrimEnd());
        Assert.NotEmpty(diagnosis.Evidence);
        Assert.NotEmpty(diagnosis.Remedies);
    }

    protected static Scene Shop => new Scene().Unit("shop", "active", command: "PORT=3000", pid: 42);

    /// <summary>A shop that runs, listens and answers.</summary>
    protected static Scene HealthyShop =>
        Shop.Listens(3000, "node", 42).Answers("127.0.0.1:3000", 0, "done", "HTTP/1.1 200 OK");

    protected static Scene SocketShop =>
        new Scene().Configured(
            $"server {{ server_name shop.example; location / {{ proxy_pass http://unix:{Socket}; }} }}"
        );

    protected static string SocketUpstream => $"http://unix:{Socket}:/";

    /// <summary>The way to the shop's socket.</summary>
    protected static SocketFiles SocketAt(bool directory = true, bool file = true, bool blocked = false)
    {
        var way = new List<PathStep>
        {
            new("/run", true, "drwxr-xr-x", "root", "root"),
            new("/run/shop", directory, "drwxr-xr-x", "root", "root"),
        };
        var last = new PathStep(Socket, file, "srw-rw----", "shop", "shop");
        if (directory)
            way.Add(last);
        return new(
            [new SocketPathAccess(Socket, way, blocked ? last : null)],
            "www-data",
            ["www-data"],
            []
        );
    }

    protected static void AssertFirst(string expected, Verdict verdict) =>
        Assert.True(expected == verdict.First?.Cause, $"{verdict.First?.Cause}: {verdict.Summary}");

    /// <summary>The rival comes first, and the verdict says why.</summary>
    protected void AssertYields(Scene scene, string rival, string because)
    {
        var verdict = scene.Judge();
        AssertFirst(rival, verdict);
        var said = verdict.First!.Against.Where(text => text.StartsWith($"not {cause}: "));
        var own = verdict
            .Diagnoses.Where(diagnosis => diagnosis.Cause == cause)
            .SelectMany(d => d.Against);
        Assert.Contains(said.Concat(own), text => text.Contains(because));
    }

    protected static void AssertProposes(Scene scene, string command) =>
        Assert.Equal(command, scene.Judge().First!.Remedies.First(remedy => remedy.Changes).Command);

    /// <summary>No command fixes it, but advice does.</summary>
    protected static void AssertAdvises(Scene scene, string advice)
    {
        var remedies = scene.Judge().First!.Remedies;
        Assert.DoesNotContain(remedies, remedy => remedy.Changes);
        Assert.Contains(remedies, remedy => remedy.Why.Contains(advice));
    }
}
