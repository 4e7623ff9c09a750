using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Fixes;

/// <summary>Settings of a PHP-FPM pool.</summary>
static class PoolFixes
{
    /// <summary>A PHP child seldom needs less.</summary>
    const long LeastKbOfChild = 20_000;

    /// <summary>Up to four times as many children, as far as half of the free memory can hold them.</summary>
    public static Remedy? MoreChildren(FailingUpstream upstream)
    {
        if (upstream.Pool is not { MaxChildren: { } children } pool)
            return null;
        var more = ChildrenThatFit(upstream, children);
        if (more <= children)
            return null;
        return BackendFixes.SetPool(
            upstream,
            pool,
            $"{more} children instead of {children}, as many as memory has room for; slow pages stay slow",
            $"pm.max_children = {more}"
        );
    }

    static int ChildrenThatFit(FailingUpstream upstream, int children)
    {
        var free = upstream.BackendHost.Find<Memory>()?.AvailableKb / 2 ?? 0;
        return children + (int)Math.Min(children * 3L, free / KbOfChild(upstream));
    }

    static long KbOfChild(FailingUpstream upstream)
    {
        var sizes = upstream
            .Processes?.All.Where(process => process.Command.StartsWith("php-fpm: pool"))
            .Select(process => process.RssKb);
        return Math.Max((sizes ?? []).DefaultIfEmpty().Max(), LeastKbOfChild);
    }
}
