using System.Diagnostics.CodeAnalysis;

namespace ChatOps502.Bot.CommandLine;

/// <summary>The one place that writes to the terminal: results to stdout, everything else to stderr.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "this is the place the ban points to")]
public static class Terminal
{
    public static void Result(string text) => Console.Out.WriteLine(text);

    public static void Say(string text) => Console.Error.WriteLine(text);

    /// <summary>Asks a person; nobody there means no.</summary>
    public static bool Confirm(string question)
    {
        if (Console.IsInputRedirected) return false;
        Console.Error.Write(question + " [y/N] ");
        return Console.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    public static string ReadStdin() => Console.In.ReadToEnd();
}
