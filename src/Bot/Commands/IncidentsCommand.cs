using ChatOps502.Bot.Access;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Commands;

sealed class IncidentsCommand(IncidentStore incidents) : ChatCommand
{
    public override string Word => "incidents";

    public override string Does => "open incidents, then the latest";

    public override Permission Permission => Permission.Look;

    const int Latest = 15;

    public override CommandAnswer Run(CommandCall call)
    {
        var all = incidents.List(Latest);
        if (all.Count == 0)
            return new("no incidents yet");
        var lines = all.OrderBy(incident => incident.IsOver)
            .Select(i => $"{i.Id} {i.Status.Text()} {i.Title}");
        return new(string.Join('\n', lines));
    }
}
