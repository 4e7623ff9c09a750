using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Services;

public sealed class UnitProbe : Probe<ServiceUnits>
{
    public override string Name => "services.units";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "state, exit and restarts of the services";

    public override string Script =>
        $$"""
            if [ -d /run/systemd/system ] && have systemctl; then
              echo "@manager systemd"
              TZ=UTC systemctl show --no-pager -p {{string.Join(
                ',',
                SystemdUnit.Properties
            )}} -- $BACKEND_UNITS '*.service' 2>/dev/null
            elif have rc-status; then
              echo "@manager openrc"; rc-status -a 2>/dev/null
            elif have service; then
              echo "@manager sysvinit"; service --status-all 2>/dev/null
            fi
            if have supervisorctl; then echo "@manager supervisor"; as_root supervisorctl status 2>/dev/null; fi
            """;

    protected override ServiceUnits Parse(Section section)
    {
        var all = new Dictionary<string, ServiceUnit>();
        var manager = "";
        var unit = new SystemdUnit();
        foreach (var line in Section.Each(section.Text).Append(""))
        {
            if (line.After("@manager ") is { } name)
                manager = name.Trim();
            else if (manager != "systemd")
                Keep(ServiceListLine.Read(manager, line), all);
            else if (line.Length > 0)
                unit.Add(line);
            else
            {
                Keep(unit.Read(), all);
                unit = new();
            }
        }
        return new(manager, [.. all.Values.Take(ReadingLimits.Things)]);
    }

    /// <summary>Of a name that comes twice the first counts.</summary>
    static void Keep(ServiceUnit? unit, Dictionary<string, ServiceUnit> all)
    {
        if (unit is not null)
            all.TryAdd(unit.Name, unit);
    }
}
