using ChatOps502.Bot.Access;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Commands;

sealed class ExportCommand(IncidentChoice choice, ThreadStore threads) : ChatCommand
{
    public override string Word => "export";

    public override string Arguments => "[INC-n] [md|json|html|csv]";

    public override string Does => "the timeline as a file";

    public override Permission Permission => Permission.Look;

    public override CommandAnswer Run(CommandCall call) => choice.Say(call, Export);

    /// <summary>In a chat the file comes into the thread; elsewhere its address is the answer.</summary>
    string Export(Incident incident, CommandCall call)
    {
        var format = call.Words.FirstOrDefault()?.ToLowerInvariant() ?? "md";
        if (!ExportFormat.All.Contains(format))
            return $"'{format}' is not a format; known: {string.Join(", ", ExportFormat.All)}";
        if (!call.Person.IsInChat)
            return $"/api/incidents/{incident.Id}/export?format={format}";
        var message = ChatMessage.Of(
            $"The timeline of {incident.Id}, exported by {call.Person.Name}.",
            new Paragraph($"{call.Person.Name} exported the timeline of {incident.Id}"),
            new ExportedFile(format)
        );
        threads.Post(call.Unit, incident.Number, $"export:{Guid.NewGuid():N}", message);
        return $"uploading {incident.Id}.{format} to this thread";
    }
}
