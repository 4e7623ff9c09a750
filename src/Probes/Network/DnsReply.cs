using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>The IPv4 addresses in what a resolver answered over TCP.</summary>
static class DnsReply
{
    const int LengthWord = 2;
    const int Header = 12;
    const int TypeA = 1;

    /// <param name="line">The name, a tab, and what <c>talk</c> printed.</param>
    /// <returns>Null when nothing answered, or not in the form of DNS.</returns>
    public static ResolvedName? Read(string line)
    {
        if (line.Split('\t') is not [var name, var result])
            return null;
        var hex = KeyValues.Of(result.Split(' ')).GetValueOrDefault("reply", "");
        if (hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            return null;
        var reply = Convert.FromHexString(hex).Skip(LengthWord).ToArray();
        return reply.Length < Header ? null : new(name, Addresses(reply));
    }

    static List<string> Addresses(byte[] reply)
    {
        var found = new List<string>();
        var at = SkipName(reply, Header) + 4; // the question: its type and class
        for (var left = reply[6] << 8 | reply[7]; left > 0; left--)
        {
            at = SkipName(reply, at);
            if (at + 10 > reply.Length)
                break;
            var (type, length) = (reply[at] << 8 | reply[at + 1], reply[at + 8] << 8 | reply[at + 9]);
            at += 10;
            if (type == TypeA && length == 4 && at + 4 <= reply.Length)
                found.Add(string.Join('.', reply.Skip(at).Take(4)));
            at += length;
        }
        return found;
    }

    /// <summary>Labels up to a zero, or a pointer of two bytes.</summary>
    static int SkipName(byte[] reply, int at)
    {
        while (at < reply.Length && reply[at] != 0)
        {
            if (reply[at] >= 0xC0)
                return at + 2;
            at += reply[at] + 1;
        }
        return at + 1;
    }
}
