using System.Text.RegularExpressions;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Databases;

public sealed partial class DependencyProbe : Probe<Dependencies>
{
    public override string Name => "dependencies";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "databases that the services name: reachable, answering, how full";

    public override TimeSpan Limit => TimeSpan.FromSeconds(5);

    public override string Script =>
        """
            # what the services are configured with: unit <tab> line
            settings() {
              have systemctl && systemctl show --no-pager -p Id -p Environment -- $BACKEND_UNITS 2>/dev/null | awk -F= '
                $1 == "Id" { id = $2 }
                $1 == "Environment" { env = $0 }
                /^$/ { print id "\t" env; id = env = "" }
                END { print id "\t" env }'
              printf '%s\n' "$UNIT_PROPERTIES" | awk -F '\t' '
                $2 == "EnvironmentFiles" || $2 == "WorkingDirectory" {
                  v = $3; sub(/^[!-]*/, "", v); sub(/ \(ignore.*/, "", v)
                  if (v ~ /^\/./) print $1 "\t" v
                }' | while IFS='	' read -r u f; do
                for c in "$f" "$f"/.env "$f"/*.env "$f"/*.yml "$f"/*.yaml "$f"/*.properties "$f"/*.toml; do
                  [ -f "$c" ] && readable "$c" && held cat 2>/dev/null | head -c 65536 | awk -v u="$u" '{ print u "\t" $0 }'
                done
              done
            }
            # kind host port unit of each URL in them; what stands before the @ of a URL is never printed
            named() {
              settings | awk -F '\t' '
                /^nginx/ || /^ssh/ || !/:\/\// || /\+srv:\/\// || /\t[ \t]*[#;\/]/ { next }
                function default_port(kind) {
                  return kind == "mysql" ? 3306 : kind == "postgresql" ? 5432 : kind == "redis" ? 6379 : kind == "mongodb" ? 27017 : 5672
                }
                function kind_of(url) {
                  sub(/[+:].*/, "", url); sub(/^mariadb$/, "mysql", url); sub(/^postgres$/, "postgresql", url)
                  sub(/^rediss$/, "redis", url); sub(/^amqps$/, "amqp", url)
                  return url
                }
                {
                  u = $1; sub(/\.service$/, "", u)
                  rest = $2
                  while (match(rest, /(mysql|mariadb|postgres|postgresql|redis|rediss|mongodb|amqp|amqps)(\+[a-z0-9]+)?:\/\/[^ "\047<>]+/)) {
                    h = url = substr(rest, RSTART, RLENGTH); rest = substr(rest, RSTART + RLENGTH)
                    sub(/^[^\/]*\/\//, "", h); sub(/^.*@/, "", h); sub(/[\/?].*/, "", h)
                    k = kind_of(url); p = default_port(k)
                    if (match(h, /:[0-9][0-9]?[0-9]?[0-9]?[0-9]?$/)) { p = substr(h, RSTART + 1); h = substr(h, 1, RSTART - 1) }
                    if (h ~ /^[A-Za-z0-9._-]+$/) print k, h, p, u
                  }
                }'
            }
            known=$(named | sort -u | head -n 12)
            printf '%s\n' "$known" | {
              while read -r kind host port by; do
                [ -n "$host" ] && printf '@dependency %s %s %s %s %s\n' "$kind" "$host" "$port" "$by" "$(talk tcp "$host" "$port" 1 </dev/null)" &
              done
              wait
            }
            # never through a socket that would start the server; and a server of anybody's must not ask our client for our files
            if have mysql && { grep -qsE '^(mysqld|mariadbd)$' /proc/[0-9]*/comm || grep -qs '^host' ~/.my.cnf; }; then
              out=$(within 2 mysql --local-infile=0 -N -B --connect-timeout=2 -e "SELECT 1; SHOW GLOBAL STATUS LIKE 'Threads_connected'; SHOW VARIABLES LIKE 'max_connections'; SELECT 'longest', CONCAT(time, ' s: ', LEFT(REPLACE(info, '\n', ' '), 200)) FROM information_schema.processlist WHERE command = 'Query' AND time > 1 ORDER BY time DESC LIMIT 1" 2>&1)
              printf '@answer mysql\n%s\n' "$(printf '%s' "$out" | head -n 6 | sed 's/^@//')"
            fi
            if have psql && [ "$IS_ROOT" = 1 ] && [ -S /run/postgresql/.s.PGSQL.5432 ]; then
              q="select 'Threads_connected', count(*) from pg_stat_activity where backend_type = 'client backend'; select 'max_connections', current_setting('max_connections'); select 'longest', round(extract(epoch from now() - query_start)) || ' s: ' || left(query, 200) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and now() - query_start > interval '1 s' order by query_start limit 1"
              out=$(cd / && PGCONNECT_TIMEOUT=2 within 2 runuser -u postgres -- psql -X -w -At -F '	' -c "$q" 2>&1)
              printf '@answer postgresql\n%s\n' "$(printf '%s' "$out" | head -n 6 | sed 's/^@//')"
            fi
            if have redis-cli && cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$2 ~ /:18EB$/ && $4 == "0A" { found = 1 } END { exit !found }'; then pong=$(within 2 redis-cli ping 2>&1 | head -n 1); printf '@answer redis\n%s\n' "${pong#@}"; fi
            """;

    protected override Dependencies Parse(Section section)
    {
        var all = new List<Dependency>();
        var answers = new List<DatabaseAnswer>();
        foreach (var line in section.Lines)
        {
            if (
                line.After("@dependency ")?.Split(' ')
                is [var kind, var host, var port, var by, var errno, ..]
            )
                all.Add(new(kind, host, Numbers.Int(port) ?? 0, by, Errno(errno)));
            else if (line.After("@answer ") is { } database)
                answers.Add(new(database, null, null, null, null));
            else if (answers.Count > 0)
                answers[^1] = WithLine(answers[^1], line);
        }
        return new(all, answers);
    }

    /// <summary>errno=111; -1 where nothing was tried.</summary>
    static int Errno(string text) => Numbers.Int(text.After("errno=")) ?? -1;

    static DatabaseAnswer WithLine(DatabaseAnswer answer, string line) =>
        line.Split('\t') switch
        {
            ["Threads_connected", var count] => answer with { Connections = Numbers.Int(count) },
            ["max_connections", var count] => answer with { MaxConnections = Numbers.Int(count) },
            ["longest", var query] => answer with { Longest = query },
            [var text] when Trouble().IsMatch(text) => answer with { Problem = answer.Problem ?? text },
            _ => answer,
        };

    // What is wrong with the server. That our own login may not ask is nothing that the application suffers from.
    // ERROR 1040 (HY000): Too many connections   |   FATAL: sorry, too many clients already   |   LOADING Redis is
    // loading the dataset in memory
    [GeneratedRegex(
        "(?i)too many|slots are reserved|starting up|shutting down|recovery mode|^LOADING|^MISCONF|no space "
            + "left|disk full|read-only"
    )]
    private static partial Regex Trouble();
}
