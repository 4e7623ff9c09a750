using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Network;

/// <summary>A page to request through nginx, from the host itself.</summary>
public sealed record PageRequest(Endpoint Endpoint, string Vhost, string Path);

/// <param name="Burst">How many requests follow quickly, ten at a time, to the first page; 0 for none.</param>
/// <param name="Since">Where each access log stood when the fix was made.</param>
public sealed record VerificationPlan(
    IReadOnlyList<PageRequest> Pages,
    int Burst,
    IReadOnlyList<LogPosition> Since
);

/// <param name="Status">0 when nginx itself did not answer.</param>
public sealed record PageAnswer(string Vhost, string Path, int Status, int Ms);

/// <summary>Requests that a log shows since the position.</summary>
public sealed record NewRequests(string Path, long Total, long Status502, long Status504);

/// <param name="Burst">Requests of the burst by their status.</param>
public sealed record VerificationFacts(
    IReadOnlyList<PageAnswer> Pages,
    IReadOnlyDictionary<int, int> Burst,
    IReadOnlyList<NewRequests> Logs
);
