using System.Text.RegularExpressions;
using ChatOps502.Probes.Databases;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end fails because its database or another dependency does.</summary>
public sealed partial class DependencyDown : Cause
{
    public override string Id => "dependency-down";

    public override string Family => "backend-unavailable";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Count == 0)
            return;
        var words = Said(s, f).LastOrDefault();
        // a name may be one that only a container knows
        var failed = Of(f).FirstOrDefault(d => d.Fails && (words is not null || d.Errno != -2));
        var answer = Of(f)
            .Select(d =>
                f.Home.Find<Dependencies>()
                    ?.Answers.FirstOrDefault(a => a.Kind == d.Kind && IsHere(f, d) && Trouble(a) is not null)
            )
            .FirstOrDefault(a => a is not null);
        if (words is null && (failed is null && answer is null || !Troubled(f)))
            return;
        if (words is not null)
            h.For(Weight.SaysDependency, "services.journal", words);
        if (failed is not null)
            h.For(
                Weight.DependencyFails,
                "dependencies",
                $"{failed} {Reason(failed.Errno)}; {failed.NamedBy} is configured to use it"
            );
        if (answer is not null)
            h.For(Weight.DependencyFails, "dependencies", $"{answer.Kind}: {Trouble(answer)}");
        if (f.Signals.FirstOrDefault() is { } lines)
            h.For(Weight.Hinted, lines);
        // the database of another machine is not started here
        var here = failed is null ? Of(f).All(d => IsHere(f, d)) : IsHere(f, failed);
        var unit = here ? UnitOf(f, failed?.Kind ?? answer?.Kind ?? KindIn(words ?? "")) : null;
        if (unit is { IsStopped: true })
            h.For(Weight.Hinted, "services.units", $"{unit.Name} is {unit.Active}");
        if (failed is null && answer is null && Of(f).Any(d => d.Errno == 0))
            h.Against(Weight.Rivalled, $"{string.Join(", ", Of(f).Where(d => d.Errno == 0))} takes connections now");

        h.Title = $"{f.Owner?.Service ?? "the back end"} fails at {failed?.ToString() ?? unit?.Name ?? "a dependency"}";
        h.Explanation =
            $"{f.Owner?.Service ?? "The back end"} cannot serve {f.Where} without "
            + $"{failed?.ToString() ?? unit?.Name ?? "its dependency"}: "
            + $"{words ?? (answer is null ? null : Trouble(answer)) ?? Reason(failed!.Errno)}";
        if (unit is { IsStopped: true })
            h.MendBackend(
                ServiceAction.Remedy(
                    unit.Active == "failed" ? "service.restart" : "service.start",
                    unit,
                    $"{f.Owner?.Service ?? "the back end"} needs it"
                )
            );
        h.Mend(
            RemedyCatalog.Advice(
                "mend the dependency first (is it up, reachable, does the login work, has it connections "
                    + "left?); restarting the back end alone changes nothing"
            )
        );
    }

    /// <summary>
    /// True when the service that should answer names this dependency and it does not answer: then everything else
    /// about the service follows from it.
    /// </summary>
    public static bool Explains(Situation s, Failing f) =>
        Of(f).Any(d => d.Fails && d.Errno != -2) && (Troubled(f) || f.Has(Signal.Refused))
        || Said(s, f).Any() && f.Unit is not { Active: "inactive", Result: "success" };

    /// <summary>What the application says about a dependency, close to the failing requests.</summary>
    static IEnumerable<string> Said(Situation s, Failing f)
    {
        var journal = s.JournalOf(f)
            .Where(e =>
                e.Source != "systemd"
                && (
                    e.Time is null
                    || f.LastAt is null
                    || (f.LastAt.Value - e.Time.Value).Duration() < TimeSpan.FromMinutes(3)
                )
            )
            .SelectMany(e => e.Message.Split('\n'));
        return journal.Concat(s.PastedAppLog).Concat(f.Tomcat?.Log ?? []).Where(m => Words().IsMatch(m));
    }

    /// <summary>Only the database of the same machine was asked.</summary>
    static bool IsHere(Failing f, Dependency d) =>
        new BackendAddress(d.Host, d.Port, null).IsLoopback
        || f.Home.Find<HostIdentity>() is { } home && (home.HostName == d.Host || home.Addresses.Contains(d.Host));

    static IEnumerable<Dependency> Of(Failing f) =>
        f.Owner is { } owner ? f.Home.Find<Dependencies>()?.All.Where(d => d.NamedBy == owner.Service) ?? [] : [];

    /// <summary>It runs and fails, or does not come up: what a missing dependency does to a service.</summary>
    static bool Troubled(Failing f) => f.Unit is { IsRunning: true } or { Active: "failed" or "activating" };

    /// <summary>
    /// Its own error, or that nearly all its connections are taken: a few are kept for administrators.
    /// </summary>
    static string? Trouble(DatabaseAnswer a) =>
        a.Problem
        ?? (
            a is { Connections: { } n, MaxConnections: { } most } && n >= Math.Max(most - 3, most * 9 / 10)
                ? $"{n} of {most} connections are taken"
                : null
        );

    static string Reason(int errno) =>
        errno switch
        {
            111 => "refuses connections",
            110 => "does not answer",
            113 or 101 => "cannot be reached",
            -2 => "does not resolve",
            _ => $"fails with errno {errno}",
        };

    /// <summary>The service on the same machine that is this kind of database.</summary>
    static ServiceUnit? UnitOf(Failing f, string kind) =>
        f
            .Home.Find<ServiceUnits>()
            ?.All.Where(u =>
                kind switch
                {
                    "mysql" => u.Name is "mariadb" or "mysql" or "mysqld",
                    "postgresql" => u.Name.StartsWith("postgresql") && u.Sub != "exited",
                    "redis" => u.Name is "redis" or "redis-server",
                    "memcached" => u.Name == "memcached",
                    "mongodb" => u.Name == "mongod",
                    _ => false,
                }
            )
            .OrderBy(u => u.IsStopped ? 0 : 1)
            .FirstOrDefault();

    static string KindIn(string words) =>
        new[]
        {
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
        }
            .FirstOrDefault(p => words.Contains(p.Item1))
            .Item2
        ?? "";

    // connection to server at "postgres" (172.18.0.3), port 5432 failed: FATAL: password authentication failed   |
    // SQLSTATE[HY000] [2002] Connection refused   |   Waiting for database to be ready...   |   Communications link
    // failure
    [GeneratedRegex(
        @"(?i)(?:password authentication failed|SQLSTATE\[\w+\] ?\[\d+\]|(?:waiting for|could not connect to|can't connect to|cannot connect to|connection to|unable to connect to|lost connection to|error connecting to|error \d+ connecting to)\b.{0,60}\b(?:server at|database|postgres\w*|mysql|mariadb|redis|mongo\w*|memcached|rabbitmq|db|:(?:5432|3306|6379|27017|5672))\b|(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|Connection refused).{0,40}:(?:5432|3306|6379|27017|5672|11211)\b|(?:redis|mysql|postgres|mongo|psycopg|pymysql|sqlalchemy|jdbc|hikari).{0,120}(?:connection refused|timed? ?out|unavailable|has gone away|not available|is closed)|Communications link failure|max number of clients reached|NOAUTH Authentication required|OOM command not allowed|LOADING Redis|Too many connections|remaining connection slots are reserved|too many clients already|the database system is (?:starting up|shutting down|in recovery mode))"
    )]
    private static partial Regex Words();
}
