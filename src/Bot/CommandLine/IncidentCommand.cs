using System.Text.Json.Nodes;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;

namespace ChatOps502.Bot.CommandLine;

/// <summary>incident list, show, export: reads the database, also while the bot runs.</summary>
static class IncidentCommand
{
    public static int List(Settings settings, OutputFormat output)
    {
        using var database = new Database(settings.Storage.ConnectionString);
        var all = new IncidentStore(database).List();
        if (output == OutputFormat.Json)
            Terminal.Result(new JsonArray([.. all.Select(IncidentJson.Head)]).ToJsonString());
        else
            foreach (var i in all)
                Terminal.Result(
                    $"{i.Id, -8} {i.Status, -10} {i.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} {i.Host, -14} "
                        + $"{i.Cause ?? "-", -18} {i.Title}"
                );
        return 0;
    }

    public static int Export(Settings settings, string id, string format)
    {
        using var database = new Database(settings.Storage.ConnectionString);
        var export = new IncidentExport(
            new IncidentStore(database),
            new TimelineStore(database, TimeProvider.System),
            new ApprovalStore(database)
        );
        if (Incident.NumberOf(id) is not { } number || export.Story(number) is not { } story)
            return Say($"there is no incident {id}; chatops502 incident list shows them");
        if (IncidentExport.Of(story, format) is not { } file)
            return Say($"'{format}' is not a format; known: {string.Join(", ", ExportFormat.All)}");
        Terminal.File(file.Content.TrimEnd());
        return 0;
    }

    static int Say(string text)
    {
        Terminal.Say(text);
        return 2;
    }
}
