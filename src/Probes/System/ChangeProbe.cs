using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>Something that changed on the host.</summary>
/// <param name="Kind">file or package.</param>
/// <param name="Text">The file, or what happened to the package.</param>
public sealed record HostChange(DateTimeOffset At, string Kind, string Text);

public sealed record HostChanges(IReadOnlyList<HostChange> All);

public sealed class ChangeProbe : DependentProbe<HostChanges>
{
    public override string Name => "host.changes";

    public override string Title => "recently changed configuration files and packages";

    public override string Script =>
        """
            age=$((WINDOW_SECONDS / 60 + 15))
            # what nginx includes may lie anywhere
            included=$(awk -F '\t' '$3 ~ /^include \// { split($3, w, " "); sub(/\/[^\/]*$/, "", w[2]); if (!seen[w[2]]++ && ++n <= 10) print w[2] }')
            find /etc/nginx /etc/php /etc/php-fpm.d /etc/php-fpm.conf /etc/systemd/system /etc/default /etc/tomcat* /etc/hosts /etc/resolv.conf \
              /etc/letsencrypt/live /etc/ssl/private /usr/local/nginx/conf $included -type f -mmin "-$age" -exec stat -c '@file %Y %n' {} + 2>/dev/null |
              awk '!seen[$0]++ && ++n <= 40'
            for f in /var/log/dpkg.log /var/log/dnf.rpm.log /var/log/yum.log /var/log/apk.log; do
              [ -e "$f" ] && readable "$f" && [ "$CHANGED" -ge "$WINDOW_START" ] &&
                window "$f" '/ (install|upgrade|remove) |(Installed|Upgraded|Erased|Updated):/ { print "@package " k " " substr($0, 1, 200) }' |
                grep '^@package' | tail -n 30
            done
            exit 0
            """;

    public override IReadOnlyList<Type> Needs => [typeof(HostIdentity)];

    protected override HostChanges Parse(Section section, FactSheet needed)
    {
        var zone = needed.Find<HostIdentity>()?.Offset ?? TimeSpan.Zero;
        var changes = section.Lines.Select(line => ReadChange(line, zone)).OfType<HostChange>();
        return new([.. changes.OrderBy(change => change.At)]);
    }

    static HostChange? ReadChange(string line, TimeSpan zone)
    {
        if (line.Split(' ', 3) is not [var word, var time, var text])
            return null;
        return word switch
        {
            "@file" when LogTime.OfEpoch(time) is { } at => new(at, "file", text),
            "@package" when LogKey.Time(time, zone) is { } at => new(at, "package", text),
            _ => null,
        };
    }
}
