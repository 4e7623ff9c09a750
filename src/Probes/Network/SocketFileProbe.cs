using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Network;

/// <summary>One step of the way to a socket: each parent directory, then the file itself.</summary>
/// <param name="Mode">As ls prints it: srw-rw----, drwx------.</param>
/// <param name="Exists">False when there is nothing at this path.</param>
public sealed record PathStep(string Path, bool Exists, string Mode, string Owner, string Group);

/// <summary>Can nginx's workers reach this unix socket?</summary>
/// <param name="Blocked">The first step that stops them; null when the way is free or unknown.</param>
public sealed record SocketPathAccess(string Path, IReadOnlyList<PathStep> Steps, PathStep? Blocked)
{
    public bool Exists => Steps.LastOrDefault() is { Exists: true } last && last.Path == Path;

    public PathStep? File => Steps.LastOrDefault(s => s.Path == Path && s.Exists);
}

/// <param name="Worker">The user nginx's workers run as.</param>
/// <param name="WorkerGroups">Names of that user's groups; empty when unknown.</param>
/// <param name="Others">Sockets that lie in the same directories: where the back end may really listen.</param>
public sealed record SocketFiles(
    IReadOnlyList<SocketPathAccess> Ways,
    string Worker,
    IReadOnlyList<string> WorkerGroups,
    IReadOnlyList<string> Others
)
{
    public SocketPathAccess? Of(BackendAddress address) => Ways.FirstOrDefault(w => w.Path == address.SocketPath);
}

public sealed class SocketFileProbe : Probe<SocketFiles>
{
    public override string Name => "sockets.files";

    public override string Title =>
        "unix sockets of the configuration: owner, mode and every parent directory, as nginx's user";

    public override string Script =>
        """
            statements=$(cat)
            user=$(printf '%s\n' "$statements" | awk -F '\t' '$2 == "" && $3 ~ /^user / { split($3, w, " "); print w[2]; exit }')
            worker=$(ps -eo ppid=,user:32=,args= 2>/dev/null | awk -v masters=" $(echo $MASTERS) " 'index(masters, " " $1 " ") && /nginx: worker/ { print $2; exit }')
            for u in "$worker" "$user" www-data nginx nobody; do [ -n "$u" ] && id "$u" >/dev/null 2>&1 && break; done
            printf '@worker %s\n@groups %s\n' "$u" "$(id -Gn "$u" 2>/dev/null)"
            show() { as_root ls -ld "$1" 2>/dev/null | awk -v p="$1" '{ print "@step " p "\t" $1 "\t" $3 "\t" $4 }'; }
            for path in $(printf '%s\n' "$statements" | awk -F '\t' '{ s = $3; while (match(s, /unix:[^ ;]+/)) { p = substr(s, RSTART + 5, RLENGTH - 5); sub(/:.*/, "", p); sub(/^\/+/, "/", p); if (p !~ /\$/ && !seen[p]++) print p; s = substr(s, RSTART + RLENGTH) } }' | head -n 20); do
              printf '@way %s\n' "$path"
              part=; old=$IFS; IFS=/
              for name in ${path#/}; do IFS=$old; part=$part/$name; if as_root test -e "$part" || [ -h "$part" ]; then show "$part"; else printf '@missing %s\n' "$part"; break; fi; IFS=/; done; IFS=$old
              d=${path%/*}; for s in "$d"/* "$d"/*/* /run/php/*.sock /run/*/*.sock /tmp/*.sock; do [ -S "$s" ] && is_plain "$s" && printf '@other %s\n' "$s"; done | head -n 40
            done
            """;

    protected override SocketFiles? Parse(Section section, FactSheet known)
    {
        var ways = new Dictionary<string, List<PathStep>>();
        var (worker, groups, others, current) = ("", Array.Empty<string>(), new HashSet<string>(), "");
        foreach (var line in section.Lines)
        {
            if (line.Split(' ', 2) is not [var word, var rest])
                continue;
            if (word == "@worker")
                worker = rest;
            else if (word == "@groups")
                groups = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            else if (word == "@way")
                ways[current = BackendAddress.Normal(rest)] = [];
            else if (word == "@other")
                others.Add(BackendAddress.Normal(rest));
            else if (word == "@missing")
                ways[current].Add(new(BackendAddress.Normal(rest), false, "", "", ""));
            else if (word == "@step" && rest.Split('\t') is [var path, var mode, var owner, var group])
                ways[current].Add(new(BackendAddress.Normal(path), true, mode, owner, group));
        }
        return new(
            [
                .. ways.Select(w => new SocketPathAccess(
                    w.Key,
                    w.Value,
                    worker == "root" ? null : w.Value.FirstOrDefault(s => s.Exists && !CanTraverse(s, worker, groups))
                )),
            ],
            worker,
            groups,
            [.. others]
        );
    }

    /// <summary>
    /// Directories must be searchable, the socket itself writable. ACLs and capabilities are not seen.
    /// </summary>
    public static bool CanTraverse(PathStep step, string user, IReadOnlyList<string> groups)
    {
        if (step.Mode.Length < 10 || step.Mode[0] == 'l' || step.Mode.EndsWith('+'))
            return true;
        var wanted = step.Mode[0] == 'd' ? 3 : 2;
        var at =
            step.Owner == user ? 0
            : groups.Contains(step.Group) ? 3
            : 6;
        return step.Mode[at + wanted] is 'x' or 's' or 't' or 'w';
    }
}
