using Xunit;

namespace ChatOps502.TestKit.Fuzz;

/// <summary>A reader under test.</summary>
/// <param name="Seeds">Real input.</param>
/// <param name="Read">Feeds it. May throw what <paramref name="Declared"/> names, and nothing else.</param>
public sealed record FuzzReader(
    string Name,
    IReadOnlyList<string> Seeds,
    Action<string> Read,
    params IReadOnlyList<Type> Declared
)
{
    /// <summary>True for one that reads everything for each input: it is given a tenth of them.</summary>
    public bool IsCostly { get; init; }
}

/// <summary>How a reader fared.</summary>
public sealed record FuzzFigures(
    string Reader,
    int Inputs,
    int Refused,
    double SlowestMs,
    double LargestMb
)
{
    public override string ToString() =>
        $"{Reader, -32} {Inputs, 9} inputs {Refused, 8} refused {SlowestMs, 9:0.0} ms {LargestMb, 8:0.0} MB";
}

/// <summary>
/// Feeds damaged real text to readers: none may throw what it does not declare, take a second of a processor or a
/// hundred megabytes.
/// </summary>
/// <remarks>CHATOPS502_FUZZ=N feeds N inputs to each reader, CHATOPS502_LONG=1 a million. An input is found again by
/// the reader's name and its number.</remarks>
public static class FuzzKit
{
    const double MostMs = 1000,
        MostMb = 100;

    /// <summary>Compiling while it runs is no slowness of a reader.</summary>
    const int Looks = 3;

    public static int Inputs
    {
        get
        {
            if (int.TryParse(Environment.GetEnvironmentVariable("CHATOPS502_FUZZ"), out var inputs))
                return inputs;
            return Environment.GetEnvironmentVariable("CHATOPS502_LONG") == "1" ? 1_000_000 : 2_000;
        }
    }

    /// <summary>The input of this number, always the same.</summary>
    public static string Input(FuzzReader reader, int number) =>
        Mutations.Of(reader.Seeds, new Random(Seed(reader.Name, number)));

    public static FuzzFigures Run(FuzzReader reader)
    {
        foreach (var seed in reader.Seeds)
            reader.Read(seed); // what is real is read, and the pattern compilers are warm
        var inputs = reader.IsCostly ? Inputs / 10 : Inputs;
        var figures = new FuzzFigures(reader.Name, inputs, 0, 0, 0);
        for (var number = 0; number < inputs; number++)
            figures = One(reader, number, figures);
        return figures;
    }

    static FuzzFigures One(FuzzReader reader, int number, FuzzFigures sofar)
    {
        var input = Input(reader, number);
        var (ms, mb, refused) = Measure(reader, number, input);
        for (var look = 1; look < Looks && ms > MostMs; look++)
            ms = Measure(reader, number, input).Ms;
        if (ms > MostMs)
            Fail(reader, number, input, $"took {ms:0} ms");
        if (mb > MostMb)
            Fail(reader, number, input, $"took {mb:0} MB");
        return sofar with
        {
            Refused = sofar.Refused + (refused ? 1 : 0),
            SlowestMs = Math.Max(sofar.SlowestMs, ms),
            LargestMb = Math.Max(sofar.LargestMb, mb),
        };
    }

    static (double Ms, double Mb, bool Refused) Measure(FuzzReader reader, int number, string input)
    {
        var (begun, bytes, refused) = (ThreadTime.Ms, GC.GetAllocatedBytesForCurrentThread(), false);
        try
        {
            reader.Read(input);
        }
        catch (Exception e) when (reader.Declared.Any(d => d.IsInstanceOfType(e)))
        {
            refused = true;
        }
        catch (Exception e)
        {
            Fail(reader, number, input, $"threw {e}");
        }
        return (
            ThreadTime.Ms - begun,
            (GC.GetAllocatedBytesForCurrentThread() - bytes) / 1048576.0,
            refused
        );
    }

    static void Fail(FuzzReader reader, int number, string input, string how) =>
        Assert.Fail(
            $"{reader.Name}, input {number} of {input.Length} characters {how}\n"
                + $"{(input.Length > 2000 ? input[..2000] + "..." : input)}"
        );

    /// <summary>Feeds all readers and keeps the figures in TestResults, where tests/run prints them from.</summary>
    public static void Run(string name, IEnumerable<FuzzReader> readers)
    {
        var lines = new List<string>();
        try
        {
            foreach (var reader in readers)
                lines.Add(Run(reader).ToString());
        }
        finally
        {
            var file = Path.Combine(Tree.Root, "TestResults", $"fuzz-{name}.txt");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllLines(file, lines);
            foreach (var line in lines)
                TestContext.Current.TestOutputHelper?.WriteLine(line);
        }
    }

    /// <summary>A bait must end within a second, and not by luck.</summary>
    public static TResult Quickly<TResult>(Func<TResult> read)
    {
        for (var look = 1; ; look++)
        {
            var begun = ThreadTime.Ms;
            var result = read();
            var took = ThreadTime.Ms - begun;
            if (took <= MostMs)
                return result;
            if (look == Looks)
                Assert.Fail($"took {took:0} ms");
        }
    }

    static int Seed(string name, int number)
    {
        var hash = 2166136261u;
        foreach (var c in name)
            hash = (hash ^ c) * 16777619u;
        return (int)((hash ^ (uint)number * 2654435761u) & int.MaxValue);
    }
}
