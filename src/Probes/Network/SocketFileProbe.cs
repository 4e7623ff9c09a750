using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Network;

public sealed class SocketFileProbe : Probe<SocketFiles>
{
    public override string Name => "sockets.files";

    public override string Title =>
        "unix sockets of the configuration: owner, mode and every parent directory, as nginx's user";

    public override string Script =>
        """
            statements=$(cat)
            user=$(printf '%s\n' "$statements" | awk -F '\t' '$2 == "" && $3 ~ /^user / { split($3, w, " "); print w[2]; exit }')
            worker=$(ps -eo ppid=,user:32=,args= 2>/dev/null |
              awk -v masters=" $(echo $NGINX_MASTERS) " 'index(masters, " " $1 " ") && /nginx: worker/ { print $2; exit }')
            for u in "$worker" "$user" www-data nginx nobody; do [ -n "$u" ] && id "$u" >/dev/null 2>&1 && break; done
            printf '@worker %s\n@groups %s\n' "$u" "$(id -Gn "$u" 2>/dev/null)"

            # every unix:PATH of the statements, without what follows a colon
            paths=$(printf '%s\n' "$statements" | awk -F '\t' '{
              s = $3
              while (match(s, /unix:[^ ;]+/)) {
                p = substr(s, RSTART + 5, RLENGTH - 5); s = substr(s, RSTART + RLENGTH)
                sub(/:.*/, "", p); sub(/^\/+/, "/", p)
                if (p !~ /\$/ && !seen[p]++) print p
              } }' | head -n 20)
            show() { as_root ls -ld "$1" 2>/dev/null | awk -v p="$1" '{ print "@step " p "\t" $1 "\t" $3 "\t" $4 }'; }
            # walk_to PATH: each directory on the way, and the file, until one is missing
            walk_to() {
              part=; old=$IFS; IFS=/
              for name in ${1#/}; do
                IFS=$old; part=$part/$name
                if as_root test -e "$part" || [ -h "$part" ]; then show "$part"; else printf '@missing %s\n' "$part"; break; fi
                IFS=/
              done
              IFS=$old
            }
            for path in $paths; do
              printf '@way %s\n' "$path"
              walk_to "$path"
              d=${path%/*}
              for s in "$d"/* "$d"/*/* /run/php/*.sock /run/*/*.sock /tmp/*.sock; do
                [ -S "$s" ] && is_plain "$s" && printf '@other %s\n' "$s"
              done | head -n 40
            done
            """;

    protected override SocketFiles? Parse(Section section)
    {
        var paths = new Dictionary<string, List<PathStep>>();
        var (worker, groups) = ("", Array.Empty<string>());
        var others = new HashSet<string>();
        var steps = (List<PathStep>?)null;
        foreach (var line in section.Lines)
        {
            if (line.Split(' ', 2) is not [var word, var rest])
                continue;
            if (word == "@worker")
                worker = rest;
            else if (word == "@groups")
                groups = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            else if (word == "@way")
                paths[BackendAddress.Normal(rest)] = steps = [];
            else if (word == "@other")
                others.Add(BackendAddress.Normal(rest));
            else if (ReadStep(word, rest) is { } step)
                StepsOf(steps, line).Add(step);
        }
        return new(
            [.. paths.Select(path => Access(path.Key, path.Value, worker, groups))],
            worker,
            groups,
            [.. others]
        );
    }

    static PathStep? ReadStep(string word, string rest)
    {
        if (word == "@missing")
            return new(BackendAddress.Normal(rest), Exists: false, "", "", "");
        if (word == "@step" && rest.Split('\t') is [var path, var mode, var owner, var group])
            return new(BackendAddress.Normal(path), Exists: true, mode, owner, group);
        return null;
    }

    static List<PathStep> StepsOf(List<PathStep>? steps, string line) =>
        steps ?? throw new FormatException($"a step stands before its path: {line}");

    static SocketPathAccess Access(string path, List<PathStep> steps, string worker, string[] groups)
    {
        if (worker == "root")
            return new(path, steps, Blocked: null);
        return new(
            path,
            steps,
            steps.FirstOrDefault(step => step.Exists && !step.CanBeTraversed(worker, groups))
        );
    }
}
