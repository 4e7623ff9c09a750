using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Runtimes;

public sealed class PhpFpmProbe : Probe<PhpFpm>
{
    public override string Name => "php.fpm";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "PHP-FPM pools and log";

    public override string Script =>
        """
            for f in /etc/php/*/fpm/php-fpm.conf /etc/php-fpm.conf /usr/local/etc/php-fpm.conf /etc/php/*/fpm/pool.d/*.conf /etc/php-fpm.d/*.conf /usr/local/etc/php-fpm.d/*.conf; do
              [ -f "$f" ] || continue
              readable "$f" || { unreadable "$f"; continue; }
              printf '@pools %s\n' "$f"
              held_awk '
                (bytes += length($0) + 1) > 262144 || shown == 200 { exit }
                /^[ \t]*(\[|(listen|pm|user|group|request_|process|emergency_|slowlog|error_log|rlimit|php_admin_value\[memory))/ { shown++; print }'
            done
            shown=
            for f in $(sed -n 's/^[ \t]*error_log[ \t]*=[ \t]*//p' /etc/php/*/fpm/php-fpm.conf /etc/php-fpm.conf /usr/local/etc/php-fpm.conf 2>/dev/null) /var/log/php-fpm/error.log /var/log/php-fpm/www-error.log; do
              [ -e "$f" ] || continue
              # once: the Red Hat family configures the path that is looked at anyway
              case " $shown " in *" $f "*) continue ;; esac; shown="$shown $f"
              readable "$f" || { unreadable "$f"; continue; }
              printf '@log %s\n' "$f"; held tail -c 65536 | head -c 65536 | awk '{ line[NR % 200] = $0 } END { for (i = (NR > 200 ? NR - 199 : 1); i <= NR; i++) print ">" line[i % 200] }'
            done
            for f in $(sed -n 's/^[ \t]*slowlog[ \t]*=[ \t]*//p' /etc/php/*/fpm/pool.d/*.conf /etc/php-fpm.d/*.conf 2>/dev/null); do
              [ -e "$f" ] || continue
              readable "$f" || { [ "$WHY" = "permission denied" ] || unreadable "$f"; continue; }
              [ "$CHANGED" -ge "$WINDOW_START" ] && held tail -c 8192 | head -c 8192 | awk 'BEGIN { RS = "" } { last = $0 } END { print last }' | head -n 8 | sed -n 's/^./@slow &/p'
            done
            exit 0
            """;

    protected override PhpFpm? Parse(Section section)
    {
        var reader = new AnswerReader();
        foreach (var line in section.Lines.Where(line => !line.StartsWith("@slow ")))
            reader.Add(line);
        reader.EndPool();
        if (reader.Pools.Count == 0 && reader.Log.Count == 0)
            return null;
        return new(
            [.. reader.Pools.Take(ReadingLimits.Things)],
            reader.Log,
            [.. section.Lines.After("@slow ")]
        );
    }

    /// <summary>Files of pools and files of logs, each behind a word that names it.</summary>
    sealed class AnswerReader
    {
        const string Global = "global";

        string _file = "";
        bool _inLog;
        string _pool = Global;
        Dictionary<string, string> _settings = [];

        public List<PhpPool> Pools { get; } = [];

        public List<PhpLogLine> Log { get; } = [];

        public void Add(string line)
        {
            if (line.StartsWith('@'))
                BeginFile(line);
            else if (_inLog)
                AddToLog(line);
            else if (line.TrimStart().StartsWith('['))
                BeginPool(line.Trim().Trim('[', ']'));
            else if (line.Split('=', 2) is [var key, var value])
                _settings[key.Trim()] = value.Split(';')[0].Trim().Trim('"').Replace("$pool", _pool);
        }

        public void EndPool()
        {
            if (_settings.Count > 0 && _pool != Global)
                Pools.Add(new(_pool, _file, _settings));
            _settings = [];
        }

        void BeginFile(string line)
        {
            BeginPool(Global);
            _file = line[(line.IndexOf(' ') + 1)..];
            _inLog = line.StartsWith("@log ");
        }

        void BeginPool(string name)
        {
            EndPool();
            _pool = name;
        }

        void AddToLog(string line)
        {
            if (PhpLogLine.Read(line.TrimStart('>')) is { } read)
                Log.Add(read);
        }
    }
}
