using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>Something that changed on the host.</summary>
/// <param name="Kind">file or package.</param>
/// <param name="Text">The file, or what happened to the package.</param>
public sealed record HostChange(DateTimeOffset At, string Kind, string Text);

public sealed record HostChanges(IReadOnlyList<HostChange> All);

public sealed class ChangeProbe : Probe<HostChanges>
{
    public override string Name => "host.changes";

    public override string Title => "configuration files and packages changed of late";

    public override string Script =>
        """
            age=$((SINCE / 60 + 15))
            find /etc/nginx /etc/php /etc/php-fpm.d /etc/php-fpm.conf /etc/systemd/system /etc/default /etc/tomcat* /etc/hosts /etc/resolv.conf /etc/letsencrypt/live /etc/ssl/private /usr/local/nginx/conf $(awk -F '\t' '$3 ~ /^include \// { split($3, w, " "); sub(/\/[^\/]*$/, "", w[2]); print w[2] }' | sort -u | head -n 10) -type f -mmin "-$age" 2>/dev/null | sort -u | head -n 40 | while read -r f; do
              printf '@file %s %s\n' "$(mtime "$f")" "$f"
            done
            for f in /var/log/dpkg.log /var/log/dnf.rpm.log /var/log/yum.log /var/log/apk.log; do
              [ -e "$f" ] && readable "$f" && window "$f" '/ (install|upgrade|remove) |(Installed|Upgraded|Erased|Updated):/ { print "@package " k " " substr($0, 1, 200) }' | grep '^@package' | tail -n 30
            done
            exit 0
            """;

    protected override HostChanges Parse(Section section, FactSheet known)
    {
        var zone = known.Find<HostIdentity>()?.Offset ?? TimeSpan.Zero;
        return new([
            .. section
                .Lines.Select(l => l.Split(' ', 3))
                .Where(w => w.Length == 3)
                .Select(w => Read(w, zone))
                .OfType<HostChange>()
                .OrderBy(c => c.At),
        ]);
    }

    static HostChange? Read(string[] words, TimeSpan zone) =>
        words[0] switch
        {
            "@file" when double.TryParse(words[1], out var seconds) && LogTime.OfEpoch(seconds) is { } at => new(
                at,
                "file",
                words[2]
            ),
            "@package" when LogKey.Time(words[1], zone) is { } at => new(at, "package", words[2]),
            _ => null,
        };
}
