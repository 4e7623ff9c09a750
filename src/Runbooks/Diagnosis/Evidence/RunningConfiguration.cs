using System.Net;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>What nginx runs is what its workers were started with: a file that changed later is not in force.</summary>
static class RunningConfiguration
{
    /// <summary>Ages of processes are whole seconds.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>
    /// nginx connects to an address that its file does not name, and the file is newer than the workers or cannot be
    /// loaded. The application can fake neither.
    /// </summary>
    public static string? UsesAnotherAddress(FailingUpstream upstream)
    {
        if (upstream is not { Context.IsLive: true, Backend: { } failing, Count: > 0 })
            return null;
        if (NotInForce(upstream.Context) is not { } reason || !IsMissing(upstream, failing))
            return null;
        return $"nginx connects to {failing}, which its configuration does not name: {reason}";
    }

    /// <summary>Why the file on the disk is not what nginx runs; null when it is, as far as anybody can tell.</summary>
    public static string? NotInForce(DiagnosisContext context)
    {
        if (context.Configuration?.Only is not { } nginx)
            return null;
        if (!string.IsNullOrEmpty(nginx.Untested))
            return $"a reload would be refused ({nginx.Untested})";
        if (nginx.ChangedAt is not { } changed || NewestWorker(context, nginx) is not { } since)
            return null;
        return changed > since + Margin
            ? $"{nginx.ChangedFile} was changed at {changed.UtcDateTime:HH:mm:ss}, and the workers run since "
                + $"{since.UtcDateTime:HH:mm:ss} UTC"
            : null;
    }

    static DateTimeOffset? NewestWorker(DiagnosisContext context, NginxInstance nginx)
    {
        var ages = (context.Facts.Find<Processes>()?.All ?? [])
            .Where(process => process.Parent == nginx.Pid && IsServing(process))
            .Select(process => process.AgeSeconds)
            .OfType<long>()
            .ToList();
        return ages.Count == 0 ? null : context.Now.AddSeconds(-ages.Min());
    }

    static bool IsServing(HostProcess process) =>
        process.Command.StartsWith("nginx: worker process") && !process.Command.Contains("shutting down");

    /// <summary>Neither the file nor the failing virtual host leads there; a name or a variable might.</summary>
    static bool IsMissing(FailingUpstream upstream, BackendAddress failing)
    {
        if (upstream.ConfiguredName is not null || upstream.IsGroup)
            return false;
        var passes = upstream.Context.Configuration!.Passes.ToList();
        var own = passes.Where(pass => pass.Host.Names.Contains(upstream.Vhost ?? "")).ToList();
        var named = (own.Count > 0 ? own : passes)
            .SelectMany(pass => pass.Pass.Backends)
            .Distinct()
            .ToList();
        return named.Count > 0
            && named.TrueForAll(IsAddress)
            && !named.Exists(backend => IsSame(backend, failing));
    }

    static bool IsAddress(BackendAddress backend) =>
        backend.IsUnix || backend.Host == "localhost" || IPAddress.TryParse(backend.Host, out _);

    static bool IsSame(BackendAddress one, BackendAddress other) =>
        one == other || one.Host == "localhost" && other.IsLoopback && one.Port == other.Port;
}
