using ChatOps502.Bot.Redaction;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ChatOps502.Bot.Hosting;

/// <summary>One line an entry, without secrets: an exception may quote what it stumbled over.</summary>
sealed class MaskedConsole() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "masked";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        var text = $"{entry.Formatter(entry.State, entry.Exception)} {entry.Exception}".TrimEnd();
        writer.WriteLine(
            $"{Word(entry.LogLevel)}: {entry.Category}[{entry.EventId.Id}] {Secrets.Mask(text).ReplaceLineEndings(" ")}"
        );
    }

    static string Word(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
}
