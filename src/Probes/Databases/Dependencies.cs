namespace ChatOps502.Probes.Databases;

/// <summary>
/// A database or broker that a service of this host names in its environment or configuration, or that runs here.
/// </summary>
/// <param name="Kind">mysql, postgresql, redis, mongodb, amqp, memcached.</param>
/// <param name="NamedBy">The service or file that names it; empty for one that runs here.</param>
/// <param name="Errno">Of a connection attempt just now: 0 connected, -2 its name does not resolve, 111 refused, ...;
/// -1 not tried.</param>
public sealed record Dependency(string Kind, string Host, int Port, string NamedBy, int Errno)
{
    public override string ToString() => $"{Kind} {Host}:{Port}";

    public bool Fails => Errno is not (0 or -1);
}

/// <summary>
/// What a database said to a question of its own kind, asked with the login's own ~/.my.cnf, or as root over its
/// socket.
/// </summary>
/// <param name="Problem">Its error; null when it answered.</param>
/// <param name="Longest">Its longest running query with the seconds it runs; null when there is none to tell
/// of.</param>
public sealed record DatabaseAnswer(
    string Kind,
    string? Problem,
    int? Connections,
    int? MaxConnections,
    string? Longest
);

public sealed record Dependencies(IReadOnlyList<Dependency> All, IReadOnlyList<DatabaseAnswer> Answers);
