using System.Net;
using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// nginx resolves a name once, when it starts. When the name has moved since, it still asks at the old address.
/// </summary>
static class StaleName
{
    /// <returns>What is stale, in words; null when the name still leads to the failing address or none is
    /// known.</returns>
    public static string? Of(Situation s, Failing f)
    {
        if (
            f is not { ByName: { } name, Backend: { } old }
            || s.Facts.Find<UpstreamNames>() is not { } names
            || names.Resolvers.Count > 0
            || names.Of(name) is not { Addresses.Count: > 0 } now
        )
            return null;
        return now.Addresses.Contains(old.Host) || !IPAddress.TryParse(old.Host, out _)
            ? null
            : $"{name} is {string.Join(", ", now.Addresses)} now, and nginx still asks {old.Host}, the address it "
                + "resolved when it started";
    }
}
