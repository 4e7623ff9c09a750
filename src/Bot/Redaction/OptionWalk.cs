using System.Collections.Frozen;

namespace ChatOps502.Bot.Redaction;

/// <summary>Goes over the words of a command and tells which of them, or what part, is a secret.</summary>
sealed class OptionWalk
{
    /// <summary>
    /// Option letters that take a secret, by program. "+" before a letter: only written together (-psecret).
    /// </summary>
    static readonly FrozenDictionary<string, string[]> Programs = new Dictionary<string, string[]>
    {
        ["mysql"] = ["+p"],
        ["mysqldump"] = ["+p"],
        ["mysqladmin"] = ["+p"],
        ["mysqlimport"] = ["+p"],
        ["mysqlcheck"] = ["+p"],
        ["mysqlshow"] = ["+p"],
        ["mariadb"] = ["+p"],
        ["mariadb-dump"] = ["+p"],
        ["mariadb-admin"] = ["+p"],
        ["xtrabackup"] = ["+p"],
        ["sshpass"] = ["p"],
        ["redis-cli"] = ["a", "auth", "AUTH"],
        ["mongo"] = ["p"],
        ["mongosh"] = ["p"],
        ["mongodump"] = ["p"],
        ["mongorestore"] = ["p"],
        ["ldapsearch"] = ["w"],
        ["ldapmodify"] = ["w"],
        ["ldapadd"] = ["w"],
        ["ldapwhoami"] = ["w"],
        ["mosquitto_pub"] = ["P"],
        ["mosquitto_sub"] = ["P"],
        ["sqlcmd"] = ["P"],
        ["bcp"] = ["P"],
        ["zip"] = ["P"],
        ["unzip"] = ["P"],
        ["7z"] = ["+p"],
        ["7za"] = ["+p"],
        ["ipmitool"] = ["P"],
        ["snmpwalk"] = ["c", "A", "X"],
        ["snmpget"] = ["c", "A", "X"],
        ["curl"] = [":u", ":U", ":-user", ":-proxy-user", "-oauth2-bearer", "-pass"],
        ["http"] = [":a"],
        ["https"] = [":a"],
        ["lftp"] = [",u"],
        ["smbclient"] = ["%U"],
        ["rpcclient"] = ["%U"],
        ["winexe"] = ["%U"],
        ["ab"] = [":A"],
        ["wrk"] = [],
        ["login"] = ["p"],
        ["openssl"] = [],
        ["keytool"] = [],
        ["jarsigner"] = [],
        ["doctl"] = ["t"],
        ["rdesktop"] = ["p"],
        ["asadmin"] = [],
        ["jmxterm"] = ["p"],
        ["cqlsh"] = ["p"],
        ["clickhouse-client"] = [],
        ["nodetool"] = ["pw"],
        ["vncviewer"] = [],
    }.ToFrozenDictionary();

    static readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> Known =
        Programs.GetAlternateLookup<ReadOnlySpan<char>>();

    public static IEnumerable<string> ProgramNames =>
        Programs.Keys.Where(p => p is not ("login" or "http" or "https" or "ab" or "zip" or "bcp"));

    string[]? _options;
    bool _isOpenssl;
    char _next; // 's': the next word is a secret; ':' ',' '%': what stands behind this sign in it

    /// <summary>The next word is a value: quotes hold it together.</summary>
    public bool WantsValue => _next != '\0';

    /// <summary>A new command begins.</summary>
    public void Reset() => (_options, _isOpenssl, _next) = (null, false, '\0');

    /// <returns>The part of the word that is a secret; an empty one for none.</returns>
    public (int From, int To) Look(ReadOnlySpan<char> word)
    {
        if (word.Length == 0)
            return default;
        var wanted = _next;
        _next = '\0';
        if (
            wanted != '\0'
            && (word[0] != '-' || wanted == 's' && word.Length > 1 && !char.IsAsciiLetter(word[1]))
        )
            return Part(word, 0, wanted);
        if (word[0] != '-')
            return Program(word);
        return _options is null ? Named(word) : Option(word);
    }

    (int, int) Program(ReadOnlySpan<char> word)
    {
        var name = word[(word.LastIndexOfAny('/', '(') + 1)..].TrimStart("'\"`");
        if (_isOpenssl && word.StartsWith("pass:"))
            return (5, word.Length);
        if (_options is not null && (word is "auth" or "AUTH") && Array.IndexOf(_options, "auth") >= 0)
            _next = 's';
        else if (Known.TryGetValue(name, out var options))
            (_options, _isOpenssl) = (options, name is "openssl");
        return default;
    }

    (int, int) Option(ReadOnlySpan<char> word)
    {
        foreach (var option in _options!)
        {
            var kind = option[0] is '+' or ':' or ',' or '%' ? option[0] : 's';
            var name = kind == 's' ? option.AsSpan() : option.AsSpan(1);
            if (!word[1..].StartsWith(name))
                continue;
            var rest = 1 + name.Length;
            if (word.Length == rest)
            {
                if (kind != '+')
                    _next = kind;
                return default;
            }
            if (name.Length == 1 && word.Length - rest >= 2)
                return Part(word, word[rest] == '=' ? rest + 1 : rest, kind == '+' ? 's' : kind);
            if (word[rest] == '=')
                return Part(word, rest + 1, kind);
        }
        return Named(word);
    }

    /// <summary>--password: the word behind it.</summary>
    (int, int) Named(ReadOnlySpan<char> word)
    {
        if (word.IndexOf('=') < 0 && SecretNames.Of(word.TrimStart('-')) == NameKind.Strong)
            _next = 's';
        return default;
    }

    static (int, int) Part(ReadOnlySpan<char> word, int from, char kind)
    {
        var value = word[from..];
        if (SecretValues.IsHarmless(value))
            return default;
        if (kind == 's')
            return (from, word.Length);
        var sign = value.IndexOf(kind);
        return sign < 0 || sign + 1 >= value.Length || SecretValues.IsHarmless(value[(sign + 1)..])
            ? default
            : (from + sign + 1, word.Length);
    }
}
