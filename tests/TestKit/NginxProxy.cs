using System.Diagnostics;

namespace ChatOps502.TestKit;

/// <summary>A real nginx in front of an address, as plain as people write it.</summary>
public sealed class NginxProxy : IAsyncDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-proxy-").FullName;
    Process? _nginx;

    public HttpClient Http { get; private set; } = null!;

    public static async Task<NginxProxy> StartAsync(string target)
    {
        var proxy = new NginxProxy();
        var port = Ports.Free();
        var conf = Path.Combine(proxy._directory, "nginx.conf");
        await File.WriteAllTextAsync(
            conf,
            $$"""
            daemon off; pid {{proxy._directory}}/pid; error_log stderr;
            events { }
            http {
              access_log off;
              client_body_temp_path {{proxy._directory}}/body; proxy_temp_path {{proxy._directory}}/proxy; fastcgi_temp_path {{proxy._directory}}/f;
              uwsgi_temp_path {{proxy._directory}}/u; scgi_temp_path {{proxy._directory}}/s;
              server { listen 127.0.0.1:{{port}}; location / { proxy_pass {{target}}; } }
            }
            """
        );
        proxy._nginx = Process.Start(
            new ProcessStartInfo("/usr/sbin/nginx", ["-p", proxy._directory, "-c", conf, "-e", "stderr"])
            {
                RedirectStandardError = true,
            }
        )!;
        proxy.Http = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return (await proxy.Http.GetAsync("/healthz")).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "nginx passes on"
        );
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_nginx is { HasExited: false })
        {
            _nginx.Kill(entireProcessTree: true);
            await _nginx.WaitForExitAsync();
        }
        _nginx?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
