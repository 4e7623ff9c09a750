using System.CommandLine;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Verdicts;

namespace ChatOps502.Bot.CommandLine;

/// <summary>incident list, show, export: reads the database, also while the bot runs.</summary>
static class IncidentVerbs
{
    public static Command Create(VerbFactory verbs)
    {
        var id = new Argument<string>("id") { Description = "INC-7" };
        var format = new Option<string>("--format")
        {
            Description = "md, json, html or csv",
            DefaultValueFactory = _ => "md",
        };
        return new("incident", "past incidents and their timelines")
        {
            verbs.Create("list", "past incidents, newest first", [], List),
            verbs.Create(
                "show",
                "one incident with its timeline",
                [id],
                call => Show(call, call.Value(id))
            ),
            verbs.Create(
                "export",
                "the timeline as a file on stdout",
                [id, format],
                call => Export(call, call.Value(id), call.Value(format)!)
            ),
        };
    }

    static int List(Call call)
    {
        var all = call.Get<IncidentStore>().List();
        if (call.Output == OutputFormat.Json)
            Terminal.Result(new JsonArray([.. all.Select(IncidentJson.Head)]).ToJsonString());
        else
            foreach (var incident in all)
                Terminal.Result(Line(incident));
        return ExitCodes.Good;
    }

    static string Line(Incident i) =>
        $"{i.Id, -8} {i.Status.Text(), -10} {i.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} {i.Host, -14} "
        + $"{i.Cause ?? "-", -18} {i.Title}";

    static int Show(Call call, string id) =>
        Export(call, id, call.Output == OutputFormat.Json ? "json" : "md");

    static int Export(Call call, string id, string format)
    {
        if (
            Incident.NumberOf(id) is not { } number
            || call.Get<IncidentExport>().Story(number) is not { } story
        )
            return Explain($"there is no incident {id}; chatops502 incident list shows them");
        if (IncidentExport.Of(story, format) is not { } file)
            return Explain($"'{format}' is not a format; known: {string.Join(", ", ExportFormat.All)}");
        Terminal.File(file.Content.TrimEnd());
        return ExitCodes.Good;
    }

    static int Explain(string text)
    {
        Terminal.Say(text);
        return ExitCodes.Usage;
    }
}
