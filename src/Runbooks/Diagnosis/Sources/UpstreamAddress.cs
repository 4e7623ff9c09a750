using System.Net;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>Which upstream a log line speaks of, and by which name the configuration knows it.</summary>
static class UpstreamAddress
{
    public static BackendAddress? Of(ErrorLine line) =>
        Known(BackendAddress.Parse(line.Upstream))
        ?? Known(BackendAddress.Parse(AfterConnect(line.Message)));

    /// <summary>Whoever masks addresses writes [IP]:[PORT].</summary>
    static BackendAddress? Known(BackendAddress? address) =>
        address is { IsUnix: false } and ({ Port: 0 } or { Host: "" or "IP" or "HOST" }) ? null : address;

    /// <summary>connect() to 127.0.0.1:9000 failed, connect() to unix:/run/a.sock failed.</summary>
    static string? AfterConnect(string message)
    {
        const string head = "connect() to ";
        var at = message.IndexOf(head);
        return at < 0 ? null : message[(at + head.Length)..].Split(' ')[0];
    }

    /// <summary>
    /// A log line shows the address; when only a name of the configuration can have led to it, that name. Of several
    /// the one that resolves to it, else the vhost's own.
    /// </summary>
    public static string? ConfiguredName(DiagnosisContext context, BackendAddress address, string? vhost)
    {
        if (
            address.IsUnix
            || address.Host is "127.0.0.1" or "::1"
            || !IPAddress.TryParse(address.Host, out _)
        )
            return null;
        var named = NamedPasses(context, address.Port).ToList();
        var resolving = named.Find(pass => Resolves(context, pass.Backend, address));
        var ofVhost = named.Find(pass => pass.Host.Names.Contains(vhost ?? ""));
        return (
            resolving.Backend ?? ofVhost.Backend ?? (named is [var only] ? only.Backend : null)
        )?.Host;
    }

    static IEnumerable<(VirtualHost Host, BackendAddress Backend)> NamedPasses(
        DiagnosisContext context,
        int port
    ) =>
        from pass in context.Configuration?.Passes ?? []
        from backend in pass.Pass.Backends
        where backend.Port == port && IsName(backend)
        select (pass.Host, backend);

    static bool IsName(BackendAddress backend) =>
        !backend.IsUnix && backend.Host != "localhost" && !IPAddress.TryParse(backend.Host, out _);

    static bool Resolves(DiagnosisContext context, BackendAddress name, BackendAddress address) =>
        context.Facts.Find<UpstreamNames>()?.Of(name.Host)?.Addresses.Contains(address.Host) == true;
}
