using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Services;

/// <summary>A service that no service manager knows: the configuration says how to ask, start and restart it.</summary>
/// <param name="Listens">Where it answers when all is well: 127.0.0.1:3000 or unix:/run/app.sock.</param>
/// <param name="Status">Exits 0 when it runs, as LSB init scripts do.</param>
public sealed record CustomService(
    string Name,
    string Listens,
    IReadOnlyList<string> Status,
    IReadOnlyList<string> Start,
    IReadOnlyList<string> Restart
);

/// <summary>The state of a host's custom services.</summary>
public sealed record CustomServices(IReadOnlyList<(CustomService Service, ServiceUnit Unit)> All);

public sealed class CustomServiceProbe(IReadOnlyList<CustomService> services) : Probe<CustomServices>
{
    public override string Name => "services.own";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "services with commands of their own";

    public override string Script => string.Join('\n', services.Select(StatusQuestion));

    static string StatusQuestion(CustomService service, int index)
    {
        var command = string.Join(' ', service.Status.Select(ShellQuote.Of));
        return $"{command} >/dev/null 2>&1; echo \"{index} $?\"";
    }

    protected override CustomServices Parse(Section section)
    {
        var codes = KeyValues.Of(section.Lines, ' ');
        return new([
            .. services.Select(
                (service, i) => (service, UnitOf(service, codes.GetValueOrDefault($"{i}")))
            ),
        ]);
    }

    static ServiceUnit UnitOf(CustomService service, string? exitCode)
    {
        var active = Numbers.Int(exitCode) switch
        {
            0 => "active",
            null or -1 => "unknown",
            _ => "inactive",
        };
        return new(
            service.Name,
            "own",
            active,
            Sub: active == "active" ? "running" : "dead",
            Result: "",
            Command: string.Join(' ', service.Start)
        );
    }
}
