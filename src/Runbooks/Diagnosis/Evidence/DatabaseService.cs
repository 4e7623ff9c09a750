using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Finds the service that is a database of some kind.</summary>
static class DatabaseService
{
    /// <summary>Words and ports that give a database away. The order matters: the first that fits decides.</summary>
    static readonly (string Word, string Kind)[] Words =
    [
        ("3306", "mysql"),
        ("mysql", "mysql"),
        ("MySQL", "mysql"),
        ("maria", "mysql"),
        ("5432", "postgresql"),
        ("ostgre", "postgresql"),
        ("psql", "postgresql"),
        ("6379", "redis"),
        ("edis", "redis"),
        ("11211", "memcached"),
        ("27017", "mongodb"),
        ("ongo", "mongodb"),
    ];

    /// <summary>The kind of database that a log line speaks of; null when it names none.</summary>
    public static string? KindIn(string? line) =>
        line is null ? null : Words.FirstOrDefault(word => line.Contains(word.Word)).Kind;

    /// <summary>The service on the back end's machine, a stopped one first; null when there is none.</summary>
    public static ServiceUnit? Find(FailingUpstream upstream, string kind) =>
        upstream
            .BackendHost.Find<ServiceUnits>()
            ?.All.Where(unit => IsOfKind(unit, kind))
            .OrderByDescending(unit => unit.IsStopped)
            .FirstOrDefault();

    static bool IsOfKind(ServiceUnit unit, string kind) =>
        kind switch
        {
            "mysql" => unit.Name is "mariadb" or "mysql" or "mysqld",
            "postgresql" => unit.Name.StartsWith("postgresql") && unit.Sub != "exited",
            "redis" => unit.Name is "redis" or "redis-server",
            "memcached" => unit.Name == "memcached",
            "mongodb" => unit.Name == "mongod",
            _ => false,
        };
}
