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
            case $statements in *"	user "*|*unix:*) ;; *) statements= ;; esac
            user=$(printf '%s\n' "$statements" | awk -F '\t' '$2 == "" && $3 ~ /^user / { split($3, w, " "); print w[2]; exit }')
            worker=$(ps -eo ppid=,user:32=,args= 2>/dev/null |
              awk -v masters=" $(echo $NGINX_MASTERS) " 'index(masters, " " $1 " ") && /nginx: worker/ { print $2; exit }')
            for u in "$worker" "$user" www-data nginx nobody; do [ -n "$u" ] && groups=$(id -Gn "$u" 2>/dev/null) && break; done
            printf '@worker %s\n@groups %s\n' "$u" "$groups"
            case $statements in *unix:*) ;; *) exit 0 ;; esac

            # every unix:PATH of the statements, without what follows a colon
            paths=$(printf '%s\n' "$statements" | awk -F '\t' '{
              s = $3
              while (match(s, /unix:[^ ;]+/)) {
                p = substr(s, RSTART + 5, RLENGTH - 5); s = substr(s, RSTART + RLENGTH)
                sub(/:.*/, "", p); sub(/^\/+/, "/", p)
                if (p !~ /\$/ && !seen[p]++) print p
              } }' | head -n 20)
            is_seen() { [ -e "$1" ] || [ -h "$1" ] || { [ "$IS_ROOT" != 1 ] && as_root test -e "$1"; }; }
            # walk_to PATH: each directory on the way, and the file, until one is missing; ls lists them in this order
            walk_to() {
              part= gone=; old=$IFS; IFS=/; set -- ${1#/}; IFS=$old
              for name do
                shift; part=$part/$name
                is_seen "$part" || { gone=$part; break; }
                steps="$steps
            $part"
              done
            }
            steps_of() {
              steps=; walk_to "$1"
              old=$IFS; IFS='
            '; set -f; set -- $steps; set +f; IFS=$old
              [ $# = 0 ] || as_root ls -ld "$@" 2>/dev/null | awk '{
                p = substr($0, index($0, " /") + 1); if ($1 ~ /^l/) sub(/ -> .*/, "", p)
                print "@step " p "\t" $1 "\t" $3 "\t" $4 }'
              [ -z "$gone" ] || printf '@missing %s\n' "$gone"
            }
            for path in $paths; do
              printf '@way %s\n' "$path"
              steps_of "$path"
              d=${path%/*} others=0
              for s in "$d"/* "$d"/*/* /run/php/*.sock /run/*/*.sock /tmp/*.sock; do
                [ "$others" -lt 40 ] && [ -S "$s" ] && is_plain "$s" && others=$((others + 1)) && printf '@other %s\n' "$s"
              done
            done
            exit 0
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
