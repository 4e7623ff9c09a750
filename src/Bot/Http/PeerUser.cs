using System.Net;
using Microsoft.AspNetCore.Connections.Features;

namespace ChatOps502.Bot.Http;

/// <summary>Who is at the other end of a loopback connection, as the kernel's table of sockets tells it.</summary>
static class PeerUser
{
    // login.defs: ordinary users lie between these
    const int FirstPerson = 1000,
        LastPerson = 60_000;
    const string Established = "01";
    static readonly object Key = new();
    static readonly int Own = OwnUser();

    /// <summary>True for the user of a service such as www-data: people and the bot's own user are none.</summary>
    public static bool IsService(HttpContext http)
    {
        var items = http.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items?.TryGetValue(Key, out var known) == true)
            return known is true;
        var isService = IsService(http.Connection);
        if (items is not null)
            items[Key] = isService;
        return isService;
    }

    /// <remarks>Only of an established connection the kernel knows the user: of one that was closed behind the request
    /// it says root.</remarks>
    static bool IsService(ConnectionInfo connection)
    {
        if (!File.Exists("/proc/net/tcp"))
            return false; // not Linux: the other questions decide
        return Of(connection) is not { } user || IsService(user);
    }

    static bool IsService(int user) => user != 0 && user != Own && user is < FirstPerson or > LastPerson;

    /// <summary>Null where the kernel does not tell it any more.</summary>
    static int? Of(ConnectionInfo connection)
    {
        if (connection.RemoteIpAddress is not { } theirs || connection.LocalIpAddress is not { } ours)
            return null;
        var (local, remote) = (Hex(theirs, connection.RemotePort), Hex(ours, connection.LocalPort));
        return Find("/proc/net/tcp", local, remote) ?? Find("/proc/net/tcp6", local, remote);
    }

    static int? Find(string table, string local, string remote)
    {
        try
        {
            foreach (var line in File.ReadLines(table))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (
                    words.Length < 8
                    || words[3] != Established
                    || !IsEnd(words[1], local)
                    || !IsEnd(words[2], remote)
                )
                    continue;
                return int.Parse(words[7]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
        return null;
    }

    /// <summary>A mapped address ends like the IPv4 one.</summary>
    static bool IsEnd(string cell, string end) => cell.EndsWith(end);

    /// <summary>0100007F:1F90 for 127.0.0.1:8080: words of four bytes in the machine's order.</summary>
    static string Hex(IPAddress address, int port)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        var words = bytes.Chunk(4).Select(w => BitConverter.ToUInt32(w).ToString("X8"));
        return $"{string.Concat(words)}:{port:X4}";
    }

    static int OwnUser()
    {
        if (!File.Exists("/proc/self/status"))
            return -1;
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("Uid:"));
        return int.TryParse(line?.Split('\t').ElementAtOrDefault(2), out var user) ? user : -1;
    }
}
