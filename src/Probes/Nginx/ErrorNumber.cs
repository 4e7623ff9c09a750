using System.Collections.Frozen;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>
/// The number of an operating system's error, as Linux counts: macOS and BSD have other numbers and the same words,
/// Windows has numbers above 10000 and words in any language.
/// </summary>
static partial class ErrorNumber
{
    /// <summary>The beginning of what strerror says, in small letters.</summary>
    static readonly (string Words, int Number)[] ByWords =
    [
        ("connection refused", 111),
        ("no connection could be made", 111),
        ("connection timed out", 110),
        ("operation timed out", 110),
        ("connection reset by peer", 104),
        ("no route to host", 113),
        ("host is unreachable", 113),
        ("network is unreachable", 101),
        ("network unreachable", 101),
        ("network is down", 100),
        ("host is down", 112),
        ("can't assign requested address", 99),
        ("cannot assign requested address", 99),
        ("address not available", 99),
        ("address already in use", 98),
        ("address in use", 98),
        ("resource temporarily unavailable", 11),
        ("permission denied", 13),
        ("access is denied", 13),
        ("operation not permitted", 1),
        ("broken pipe", 32),
        ("no such file or directory", 2),
        ("the system cannot find the", 2),
        ("too many open files", 24),
        ("no file descriptors available", 24),
        ("no space left on device", 28),
        ("there is not enough space on the disk", 28),
        ("disc quota exceeded", 122),
        ("disk quota exceeded", 122),
        ("quota exceeded", 122),
        ("cannot allocate memory", 12),
        ("out of memory", 12),
        ("no buffer space available", 105),
        ("software caused connection abort", 103),
        ("connection aborted", 103),
        ("socket is not connected", 107),
        ("socket not connected", 107),
        ("transport endpoint is not connected", 107),
        ("the semaphore timeout period has expired", 110),
        ("the specified network name is no longer available", 104),
        ("the pipe has been ended", 32),
    ];

    /// <summary>WSAECONNREFUSED is 10061, whatever the language of its words.</summary>
    static readonly FrozenDictionary<int, int> OfWindows = new Dictionary<int, int>
    {
        [10013] = 13,
        [10024] = 24,
        [10035] = 11,
        [10047] = 97,
        [10048] = 98,
        [10049] = 99,
        [10050] = 100,
        [10051] = 101,
        [10053] = 103,
        [10054] = 104,
        [10055] = 105,
        [10057] = 107,
        [10058] = 32,
        [10060] = 110,
        [10061] = 111,
        [10064] = 112,
        [10065] = 113,
    }.ToFrozenDictionary();

    /// <returns>Null for a message without a number.</returns>
    public static int? In(string message)
    {
        // a file's name may hold anything: what nginx says about it stands behind it
        if (InBrackets().Matches(message) is not [.., var last])
            return null;
        var found = message.StartsWith("FastCGI") ? InBrackets().Match(message) : last;
        if (Numbers.Int(found.Groups["number"].Value) is not { } number)
            return null;
        if (OfWindows.TryGetValue(number, out var own))
            return own;
        var words = found.Groups["words"].Value;
        var known = Array.Find(
            ByWords,
            entry => words.StartsWith(entry.Words, StringComparison.OrdinalIgnoreCase)
        );
        return known.Words is null ? number : known.Number;
    }

    // (111: Connection refused)   |   (10061: Es konnte keine Verbindung hergestellt werden, ...)
    [GeneratedRegex(@"\((?<number>\d{1,5}): (?<words>\p{L}[^)]{0,200})")]
    private static partial Regex InBrackets();
}
