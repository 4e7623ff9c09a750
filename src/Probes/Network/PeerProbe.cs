using System.Text;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>What a back end did when it was spoken to from the nginx host.</summary>
/// <param name="Errno">0 connected; -1 no tool on the host could try; -2 the name did not resolve; else the errno of
/// connect or read.</param>
/// <param name="Phase">connect, resolve, connected, read, closed or done: how far it got.</param>
/// <param name="Ms">Milliseconds from connecting to the first byte (or to giving up).</param>
/// <param name="Reply">First bytes of its answer, as text.</param>
public sealed partial record PeerAnswer(
    string Protocol,
    BackendAddress Address,
    int Errno,
    string Phase,
    int? Ms,
    string Reply
)
{
    public bool Connected => Errno == 0 || Phase is "read" or "closed" or "done";

    public bool Tried => Errno != -1;

    /// <summary>It hung up on plain HTTP, and answered a TLS handshake.</summary>
    public bool WantsTls { get; init; }

    /// <summary>It took the connection and then said nothing within the limit.</summary>
    public bool Silent => Phase == "read" && Errno == 110;

    public int? HttpStatus =>
        StatusLine().Match(Reply) is { Success: true } m ? int.Parse(m.Groups[1].Value) : null;

    /// <summary>HTTP/1.1 200 OK, or the CGI form Status: 404 Not Found.</summary>
    [GeneratedRegex(@"^(?:HTTP/[0-9]\.[0-9] |.*?\bStatus: )([0-9]{3})", RegexOptions.Singleline)]
    private static partial Regex StatusLine();
}

/// <summary>Every configured back end, spoken to.</summary>
public sealed record PeerAnswers(IReadOnlyList<PeerAnswer> All)
{
    /// <summary>The answer of this address; loopback addresses with the same port are one.</summary>
    public PeerAnswer? Of(BackendAddress address) =>
        All.FirstOrDefault(answer => answer.Address == address)
        ?? All.FirstOrDefault(answer => IsSameLoopback(answer.Address, address));

    static bool IsSameLoopback(BackendAddress one, BackendAddress other) =>
        !other.IsUnix && one.Port == other.Port && one.IsLoopback && other.IsLoopback;
}

public sealed class PeerProbe : Probe<PeerAnswers>
{
    public override string Name => "upstream.connect";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "connect and response time of every configured back end";

    public override bool Waits => true;

    public override string Script =>
        """
            peers=$(passes)
            pools=$(awk '/^[ \t]*listen[ \t]*=/ { sub(/^[^=]*=[ \t]*/, ""); l = $0 } /^[ \t]*pm\.status_path[ \t]*=/ { sub(/^[^=]*=[ \t]*/, ""); print l "\t" $0 }' /etc/php/*/fpm/pool.d/*.conf /etc/php-fpm.d/*.conf /usr/local/etc/php-fpm.d/*.conf 2>/dev/null)
            octal() { printf '\\%03o' "$1"; }
            param() { octal ${#1}; octal ${#2}; printf '%s%s' "$1" "$2"; }
            fastcgi() { # script: a responder request for it
              body=$(param REQUEST_METHOD GET; param SCRIPT_NAME "$1"; param SCRIPT_FILENAME "$1"; param QUERY_STRING full\&json)
              n=$((14 + 3 + 11 + ${#1} + 15 + ${#1} + 12 + 9 + 8))
              printf "$(printf '\\001\\001\\000\\001\\000\\010\\000\\000\\000\\001\\000\\000\\000\\000\\000\\000\\001\\004\\000\\001')$(octal $((n / 256)))$(octal $((n % 256)))\\000\\000$body\\001\\004\\000\\001\\000\\000\\000\\000\\001\\005\\000\\001\\000\\000\\000\\000"
            }
            try() { # protocol address vhost
              case $2 in
                unix:*) kind=unix; path=${2#unix:}; path=${path%:}; port=0 ;;
                *:*) kind=tcp; path=${2%:*}; port=${2##*:}; path=${path#[}; path=${path%]} ;;
                *) kind=tcp; path=$2; port=80; [ "$1" = https ] && port=443 ;;
              esac
              case $1 in
                http) answer=$(printf 'GET / HTTP/1.1\r\nHost: %s\r\nUser-Agent: chatops502-check\r\nConnection: close\r\n\r\n' "$3" | talk $kind "$path" $port 0.8) ;;
                fastcgi) page=$(printf '%s\n' "$pools" | awk -F '\t' -v a="$path" -v p="$port" '$1 == a || $1 == p || $1 == a ":" p { print $2; exit }')
                  answer=$(fastcgi "${page:-/chatops502-check}" | talk $kind "$path" $port 0.8) ;;
                *) answer=$(talk $kind "$path" $port 0.8 </dev/null) ;;
              esac
              # what hangs up on plain HTTP may want TLS
              case $1,$kind,$answer in http,tcp,*phase=closed*|http,tcp,errno=104*) have openssl && timeout 2 openssl s_client -connect "$2" </dev/null 2>/dev/null | grep -q 'BEGIN CERTIFICATE' && answer="$answer tls=1" ;; esac
              printf '%s\t%s\t%s\n' "$1" "$2" "$answer"
            }
            printf '%s\n' "$peers" | { while IFS='	' read -r protocol address host; do [ -n "$address" ] && try "$protocol" "$address" "$host" & done; wait; }
            """;

    protected override PeerAnswers Parse(Section section) =>
        new([.. section.Lines.Select(ReadAnswer).OfType<PeerAnswer>().Take(ReadingLimits.Things)]);

    static PeerAnswer? ReadAnswer(string line)
    {
        if (line.Split('\t') is not [var protocol, var target, var result])
            return null;
        if (
            BackendAddress.Parse(target.Contains("://") ? target : $"{protocol}://{target}")
            is not { } address
        )
            return null;
        var values = KeyValues.Of(result.Split(' '));
        var reply = Bytes(values.GetValueOrDefault("reply", ""));
        return new(
            protocol,
            address,
            Errno: Numbers.Int(values.GetValueOrDefault("errno")) ?? -1,
            Phase: values.GetValueOrDefault("phase", "none"),
            Ms: Numbers.Int(values.GetValueOrDefault("ms")),
            Reply: protocol == "fastcgi" ? FastCgi.Text(reply) : Encoding.Latin1.GetString(reply)
        )
        {
            WantsTls = values.ContainsKey("tls"),
        };
    }

    static byte[] Bytes(string hex) =>
        hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : [];
}
