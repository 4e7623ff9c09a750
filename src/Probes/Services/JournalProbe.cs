using System.Text.RegularExpressions;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.System;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Services;

/// <summary>
/// One journal entry. <see cref="Source"/> is the identifier that wrote it (node, gunicorn, systemd).
/// </summary>
public sealed record JournalEntry(string Unit, DateTimeOffset? Time, string Source, string Message);

/// <summary>The last words of the services that may be back ends, oldest first.</summary>
public sealed record Journal(IReadOnlyList<JournalEntry> Entries)
{
    ILookup<string, JournalEntry>? _byUnit;

    public IEnumerable<JournalEntry> Of(string unit)
    {
        _byUnit ??= Entries.ToLookup(entry => entry.Unit);
        return _byUnit[unit];
    }
}

public sealed partial class JournalProbe : DependentProbe<Journal>
{
    /// <summary>A dozen services with 80 each, and their files.</summary>
    const int MostEntries = 5_000;

    public override string Name => "services.journal";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "journal of the services that may be back ends";

    public override string Script =>
        """
            have journalctl || exit 0
            # a service that has done nothing since the boot has nothing to tell; systemd forgets one that stopped,
            # the journal does not
            seen=" $(echo $(as_root journalctl -q -F _SYSTEMD_UNIT 2>/dev/null)) "
            asleep=" $(printf '%s\n' "$UNIT_PROPERTIES" | awk -F '\t' '
              $2 == "ActiveState" { active[$1] = $3 }
              $2 == "StateChangeTimestampMonotonic" && $3 == 0 && active[$1] == "inactive" { printf "%s ", $1 }')"
            units=; n=0
            for u in $BACKEND_UNITS; do
              case $u in nginx*|ssh*) continue ;; esac
              case $asleep in *" $u "*) case $seen in *" $u "* | "  ") ;; *) continue ;; esac ;; esac
              [ "$n" -lt 12 ] && n=$((n + 1)) && units="$units $u"
            done
            out=$(for u in $units nginx.service; do
              printf '@unit %s\n' "$u"; as_root journalctl -q --no-pager -o short-unix -n 80 -u "$u" 2>/dev/null
            done | cut -c 1-1000)
            # services that write to files of their own instead: unit and file
            files=$({
              printf '%s\n' "$UNIT_PROPERTIES" | awk -F '\t' '$2 ~ /^Standard(Output|Error)$/ && sub(/^(file|append|truncate):/, "", $3) { print $1 " " $3 }'
              for u in $units; do
                s=${u%.service}
                for f in /var/log/"$s".log /var/log/"$s"/*.log; do [ -f "$f" ] && is_plain "$f" && echo "$u $f"; done
              done
            } | awk '!/^(nginx|ssh|php|tomcat|mysql|maria|postg|redis)/ && !seen[$0]++' | sort | while read -r u f; do
              [ -f "$f" ] && [ ! -h "$f" ] && printf '%s %s\n' "$u" "$f"
            done | head -n 8)
            out="$out
            $(printf '%s\n' "$files" | while read -r u f; do
              [ -n "$f" ] || continue
              readable "$f" || { [ "$WHY" = "permission denied" ] || unreadable "$f"; continue; }
              [ "$CHANGED" -ge "$WINDOW_START" ] || continue
              printf '@unit %s\n@log %s %s\n' "$u" "$CHANGED" "$f"
              window "$f" '
                { ring[++n % 60] = ">" k "\t" substr($0, 1, 600) }
                END { for (i = (n > 60 ? n - 59 : 1); i <= n; i++) print ring[i % 60] }' | grep '^>'
            done)"
            case $out in
              *"
            "[0-9]*) ;;
              *) [ "$IS_ROOT" = 1 ] || cannot_read "journal" "permission denied" "group systemd-journal, or Sudo: true for this host, and in sudoers: $SUDOERS" ;;
            esac
            printf '%s\n' "$out"
            """;

    public override IReadOnlyList<Type> Needs => [typeof(HostIdentity)];

    protected override Journal Parse(Section section, FactSheet needed)
    {
        var entries = new List<JournalEntry>();
        var zone = needed.Find<HostIdentity>()?.Offset ?? TimeSpan.Zero;
        var unit = "";
        var (file, changed) = ("", (DateTimeOffset?)null);
        foreach (var line in section.Lines.Select(line => line.TrimEnd()))
        {
            if (line.After("@log ")?.Split(' ', 2) is [var at, var path])
                (file, changed) = (path, LogTime.OfEpoch(at));
            else if (line.After(">")?.Split('\t', 2) is [var key, var text])
                entries.Add(new(unit, LogKey.Time(key, zone) ?? changed, file, text));
            else if (line.After("@unit ") is { } name)
                unit = name.Replace(".service", "");
            else if (Shape().Match(line) is { Success: true } match)
                entries.Add(ReadEntry(unit, match.Groups));
            else if (line.StartsWith(' '))
                Continue(entries, line);
        }
        return new(entries.Count > MostEntries ? entries[^MostEntries..] : entries);
    }

    static JournalEntry ReadEntry(string unit, GroupCollection groups) =>
        new(unit, LogTime.OfEpoch(groups["time"].Value), groups["source"].Value, groups["text"].Value);

    /// <summary>The further lines of an entry are indented.</summary>
    static void Continue(List<JournalEntry> entries, string line)
    {
        if (entries.Count > 0 && entries[^1].Message.Length < ReadingLimits.Line)
            entries[^1] = entries[^1] with { Message = entries[^1].Message + "\n" + line.Trim() };
    }

    // 1795366572.123456 web-01 gunicorn[412]: [2026-11-22 17:05:27 +0000] [412] [CRITICAL] WORKER TIMEOUT (pid:415)
    [GeneratedRegex(@"^(?<time>[0-9]{9,11}\.[0-9]+) \S+ (?<source>[^:\[]+)(?:\[\d+\])?: (?<text>.*)$")]
    private static partial Regex Shape();
}
