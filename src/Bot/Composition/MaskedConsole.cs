using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.WebConsole;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ChatOps502.Bot.Composition;

/// <summary>One line an entry, without secrets: an exception may quote what it failed at.</summary>
sealed class MaskedConsole() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "masked";

    public override void Write<TState>(
        in LogEntry<TState> entry,
        IExternalScopeProvider? scopes,
        TextWriter writer
    )
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

/// <summary>The log on stderr: warnings and worse, unless the Logging section says otherwise.</summary>
static class MaskedLogging
{
    public static void AddMaskedConsole(this ILoggingBuilder logging, Settings settings)
    {
        logging
            .AddConsole(options => options.FormatterName = MaskedConsole.FormatterName)
            .AddConsoleFormatter<MaskedConsole, ConsoleFormatterOptions>()
            .SetMinimumLevel(LogLevel.Warning);
        // what a client breaks off is no error of ours: RequestFailures says in a line what was ours
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
        logging.Services.Configure<ConsoleLoggerOptions>(options =>
            options.LogToStandardErrorThreshold = LogLevel.Trace
        );
        foreach (var (category, word) in settings.Logging.LogLevel)
        {
            var level = Enum.Parse<LogLevel>(word, ignoreCase: true);
            if (category == "Default")
                logging.SetMinimumLevel(level);
            else
                logging.AddFilter(category, level);
        }
    }
}
