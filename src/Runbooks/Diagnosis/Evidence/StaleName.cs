using System.Net;
using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>
/// nginx resolves a name once, when it starts. When the name has moved since, nginx still connects to the old address.
/// </summary>
static class StaleName
{
    /// <returns>What is stale, in words; null when the name still resolves to the failing address, or none is
    /// known.</returns>
    public static string? Describe(FailingUpstream upstream)
    {
        if (
            upstream is not { ConfiguredName: { } name, Backend.Host: var old }
            || !IPAddress.TryParse(old, out _)
        )
            return null;
        if (upstream.Context.Facts.Find<UpstreamNames>() is not { } names)
            return null;
        if (names.ForNginx(name) is not { Addresses: { Count: > 0 } current } || current.Contains(old))
            return null;
        var since = names.Resolvers is [var resolver, ..]
            ? $"which it keeps from an earlier answer (resolver {resolver})"
            : "the address it resolved when it started";
        return $"{name} resolves to {string.Join(", ", current)} now, and nginx still uses {old}, {since}";
    }
}
