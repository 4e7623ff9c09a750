using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Reloading nginx, when it is a service of this host.</summary>
static class NginxReload
{
    public static Remedy? Remedy(Situation s, string why) =>
        s.Facts.Find<ServiceUnits>()?.All.FirstOrDefault(u => u.Name is "nginx" or "openresty" && u.IsRunning)
            is { } unit
            ? ServiceAction.Remedy("service.reload", unit, why)
            : null;
}
