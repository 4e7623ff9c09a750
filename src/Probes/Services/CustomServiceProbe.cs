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

/// <summary>The state of a host's own services.</summary>
public sealed record CustomServices(IReadOnlyList<(CustomService Service, ServiceUnit Unit)> All);

public sealed class CustomServiceProbe(IReadOnlyList<CustomService> services) : Probe<CustomServices>
{
    public override string Name => "services.own";

    public override string Title => "services with commands of their own";

    public override string Script =>
        string.Join(
            '\n',
            services.Select(
                (s, i) => $"{string.Join(' ', s.Status.Select(ShellQuote.Of))} >/dev/null 2>&1; echo \"{i} $?\""
            )
        );

    protected override CustomServices Parse(Section section, FactSheet known)
    {
        var codes = KeyValues.Of(section.Lines, ' ');
        return new([.. services.Select((s, i) => (s, UnitOf(s, Code(codes.GetValueOrDefault(i.ToString())))))]);
    }

    static int Code(string? text) => int.TryParse(text, out var code) ? code : -1;

    static ServiceUnit UnitOf(CustomService service, int code) =>
        new(
            service.Name,
            "own",
            code switch
            {
                0 => "active",
                -1 => "unknown",
                _ => "inactive",
            },
            code == 0 ? "running" : "dead",
            "",
            null,
            null,
            null,
            0,
            null,
            null,
            null,
            "",
            string.Join(' ', service.Start),
            null,
            false,
            null,
            "loaded"
        );
}
