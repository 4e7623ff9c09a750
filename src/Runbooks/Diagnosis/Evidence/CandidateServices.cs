using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>The services of a host that may be back ends: made on this host, or application servers.</summary>
static class CandidateServices
{
    static readonly string[] ApplicationServers =
    [
        "php",
        "gunicorn",
        "uwsgi",
        "unicorn",
        "puma",
        "tomcat",
        "jetty",
        "apache",
        "httpd",
        "node",
        "uvicorn",
    ];

    public static IEnumerable<ServiceUnit> Of(ServiceUnits units) => units.All.Where(IsCandidate);

    static bool IsCandidate(ServiceUnit unit) =>
        !unit.IsJob
        && unit.Name is not ("nginx" or "ssh" or "sshd")
        && (unit.IsLocal || IsApplicationServer(unit));

    static bool IsApplicationServer(ServiceUnit unit) =>
        ApplicationServers.Any(name => unit.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
}
