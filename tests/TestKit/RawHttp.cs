using System.Net.Sockets;
using System.Text;

namespace ChatOps502.TestKit;

/// <summary>A request as no client library would send it.</summary>
public static class RawHttp
{
    /// <summary>Sends a beginning and goes away.</summary>
    public static async Task BreakOffAsync(int port, string beginning)
    {
        using var client = new TcpClient { LingerState = new(true, 0) };
        await client.ConnectAsync("127.0.0.1", port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning));
    }

    /// <returns>All that came back until the other side closed.</returns>
    public static async Task<string> SendAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
