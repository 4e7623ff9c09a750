using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Requests that nginx makes on its own beside a client's: their errors are nobody's 502.</summary>
static class Subrequests
{
    /// <summary>Nothing but locations that mirrored copies go to leads to the upstream.</summary>
    public static bool IsOnlyMirrored(FailingUpstream upstream)
    {
        if (upstream is not { Backend: { } address, Context.Configuration: { } configuration })
            return false;
        var mirrors = configuration
            .Everything.Where(directive => directive.Name == "mirror" && directive.Arg(0) != "off")
            .Select(directive => directive.Arg(0))
            .ToHashSet();
        var leading = configuration.LeadingTo(address).ToList();
        return leading.Count > 0 && leading.TrueForAll(pass => mirrors.Contains(PathOf(pass.Location)));
    }

    /// <summary>location = /mirror is written with its sign.</summary>
    static string PathOf(Location location) => location.Path.TrimStart('=', '^', '~', ' ');
}
