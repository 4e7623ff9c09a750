using System.Text.RegularExpressions;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Databases;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>What is known about the databases and other services that a back end depends on.</summary>
static partial class DependencyTrouble
{
    static readonly TimeSpan CloseToFailure = TimeSpan.FromMinutes(3);

    /// <summary>
    /// True when the service that should answer depends on something that does not answer: then everything else about
    /// the service follows from it.
    /// </summary>
    public static bool Explains(FailingUpstream upstream)
    {
        if (
            Of(upstream).Any(FailsForCertain) && (IsTroubled(upstream) || upstream.Has(ErrorKind.Refused))
        )
            return true;
        return upstream.Unit is not { Active: "inactive", Result: "success" } && LogLines(upstream).Any();
    }

    /// <summary>The dependencies that the service is configured to use.</summary>
    public static IEnumerable<Dependency> Of(FailingUpstream upstream) =>
        upstream.Owner is { } owner
            ? upstream.BackendHost.Find<Dependencies>()?.All.Where(d => d.NamedBy == owner.Service) ?? []
            : [];

    /// <summary>The application's newest words about a dependency; null when it says nothing.</summary>
    public static string? LogLine(FailingUpstream upstream) => LogLines(upstream).LastOrDefault();

    /// <summary>The first dependency that could not be connected to; null when the service does not suffer.</summary>
    public static Dependency? Failed(FailingUpstream upstream)
    {
        var saysSo = LogLine(upstream) is not null;
        if (!saysSo && !IsTroubled(upstream))
            return null;
        return Of(upstream)
            .FirstOrDefault(dependency => saysSo ? dependency.Fails : FailsForCertain(dependency));
    }

    /// <summary>A local database that reports trouble of its own; null when the service does not suffer.</summary>
    public static DatabaseAnswer? TroubledDatabase(FailingUpstream upstream) =>
        LogLine(upstream) is null && !IsTroubled(upstream)
            ? null
            : Of(upstream)
                .Select(dependency => AnswerOf(upstream, dependency))
                .FirstOrDefault(a => a is not null);

    /// <summary>The database's own error, or that nearly all its connections are taken: a few are reserved.</summary>
    public static string? Trouble(DatabaseAnswer answer)
    {
        if (answer.Problem is not null)
            return answer.Problem;
        if (answer is not { Connections: { } used, MaxConnections: { } most })
            return null;
        return used >= Math.Max(most - 3, most * 9 / 10)
            ? $"{used} of {most} connections are in use"
            : null;
    }

    /// <summary>Why it could not be connected to.</summary>
    public static string Reason(Dependency dependency) =>
        dependency.Errno switch
        {
            111 => "refuses connections",
            110 => "does not answer",
            113 or 101 => "cannot be reached",
            -2 => "does not resolve",
            _ => $"fails with errno {dependency.Errno}",
        };

    /// <summary>True for a dependency on the back end's own machine: only that one was asked.</summary>
    public static bool IsLocal(FailingUpstream upstream, Dependency dependency)
    {
        if (new BackendAddress(dependency.Host, dependency.Port, null).IsLoopback)
            return true;
        return upstream.BackendHost.Find<HostIdentity>() is { } identity
            && (identity.HostName == dependency.Host || identity.Addresses.Contains(dependency.Host));
    }

    /// <summary>A name that does not resolve may be one that only a container knows.</summary>
    static bool FailsForCertain(Dependency dependency) => dependency.Fails && dependency.Errno != -2;

    static DatabaseAnswer? AnswerOf(FailingUpstream upstream, Dependency dependency)
    {
        if (!IsLocal(upstream, dependency))
            return null;
        var answers = upstream.BackendHost.Find<Dependencies>()?.Answers ?? [];
        return answers.FirstOrDefault(answer =>
            answer.Kind == dependency.Kind && Trouble(answer) is not null
        );
    }

    /// <summary>It runs and fails, or does not come up: what a missing dependency does to a service.</summary>
    static bool IsTroubled(FailingUpstream upstream) =>
        upstream.Unit is { IsRunning: true } or { Active: "failed" or "activating" };

    /// <summary>What the application says about a dependency, close to the failing requests.</summary>
    static IEnumerable<string> LogLines(FailingUpstream upstream)
    {
        var journal = upstream
            .Journal.Where(entry => entry.Source != "systemd" && IsCloseToFailure(upstream, entry.Time))
            .SelectMany(entry => entry.Message.Split('\n'));
        var pasted = upstream.Remarks(RemarkKind.Dependency).Select(remark => remark.Line);
        return journal
            .Concat(upstream.Context.PastedAppLog)
            .Concat(upstream.Tomcat?.Log ?? [])
            .Where(line => Words().IsMatch(line))
            .Concat(pasted)
            .Distinct();
    }

    static bool IsCloseToFailure(FailingUpstream upstream, DateTimeOffset? time) =>
        time is null
        || upstream.LastAt is not { } last
        || (last - time.Value).Duration() < CloseToFailure;

    // connection to server at "postgres" (172.18.0.3), port 5432 failed: FATAL: password authentication failed   |
    // SQLSTATE[HY000] [2002] Connection refused   |   Waiting for database to be ready...   |   Communications link
    // failure
    [GeneratedRegex(
        @"(?i)(?:password authentication failed|SQLSTATE\[\w+\] ?\[\d+\]|(?:waiting for|could not connect to|can't connect to|cannot connect to|connection to|unable to connect to|lost connection to|error connecting to|error \d+ connecting to)\b.{0,60}\b(?:server at|database|postgres\w*|mysql|mariadb|redis|mongo\w*|memcached|rabbitmq|db|:(?:5432|3306|6379|27017|5672))\b|(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|Connection refused).{0,40}:(?:5432|3306|6379|27017|5672|11211)\b|(?:redis|mysql|postgres|mongo|psycopg|pymysql|sqlalchemy|jdbc|hikari).{0,120}(?:connection refused|timed? ?out|unavailable|has gone away|not available|is closed)|Communications link failure|max number of clients reached|NOAUTH Authentication required|OOM command not allowed|LOADING Redis|Too many connections|remaining connection slots are reserved|too many clients already|the database system is (?:starting up|shutting down|in recovery mode))"
    )]
    private static partial Regex Words();
}
