using System.Net;
using System.Net.Sockets;

namespace ChatOps502.TestKit;

public static class Ports
{
    /// <summary>A port that nobody listens on right now.</summary>
    public static int Free(string address = "127.0.0.1")
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
