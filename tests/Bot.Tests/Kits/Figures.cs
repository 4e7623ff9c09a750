using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Kits;

/// <summary>What the kits measured, kept in TestResults, where tests/run prints it from.</summary>
static class Figures
{
    static readonly Lock Gate = new();

    public static void Tell(string text)
    {
        TestContext.Current.SendDiagnosticMessage(text);
        var file = Path.Combine(Tree.Root, "TestResults", "figures-bot.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        lock (Gate)
            File.AppendAllLines(file, [text]);
    }
}
