using System.Diagnostics.CodeAnalysis;
using ChatOps502.Probes.Text;

namespace ChatOps502.Bot.CommandLine;

/// <summary>The one place that writes to the terminal: results to stdout, everything else to stderr.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "this is the place the ban points to")]
public static class Terminal
{
    /// <summary>Text from hosts and people cannot move the cursor, ring or paint.</summary>
    public static void Result(string text) => Console.Out.WriteLine(Harmless.Text(text));

    /// <summary>A file: byte for byte what is stored of it, which was made harmless then.</summary>
    public static void File(string content) => Console.Out.WriteLine(content);

    /// <summary>A verdict with our own colours around its headings.</summary>
    public static void Painted(string text) =>
        Console.Out.WriteLine(VerdictColours.Paint(Harmless.Text(text)));

    public static void Say(string text) => Console.Error.WriteLine(Harmless.Text(text));

    /// <summary>Asks a person; nobody there means no.</summary>
    public static bool Confirm(string question)
    {
        if (Console.IsInputRedirected)
            return false;
        Console.Error.Write(question + " [y/N] ");
        return Console.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    public static string ReadStdin() => Console.In.ReadToEnd();
}
