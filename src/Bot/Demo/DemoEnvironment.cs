using System.Net;
using System.Net.Sockets;
using ChatOps502.Bot.Configuration;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Local;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.Demo;

/// <summary>
/// What the demo puts on this machine, all of it below one directory: nginx with its own prefix, a back end, a
/// database.
/// </summary>
/// <remarks>nginx runs in the foreground behind the executor's guard, and the back end watches our pid: both go when we
/// go, even on kill -9.</remarks>
sealed class DemoEnvironment : IAsyncDisposable
{
    const string Name = "chatops502-demo-";
    readonly CancellationTokenSource _end = new();
    Task<ExecResult>? _nginx;

    DemoEnvironment(string directory, int nginxPort, int backendPort, string consoleUrl)
    {
        (Directory, NginxPort, BackendPort) = (directory, nginxPort, backendPort);
        Settings = new()
        {
            Console = new() { Url = consoleUrl },
            Storage = new() { ConnectionString = $"Data Source={directory}/demo.db" },
            Alerts = new() { Routes = { ["High502Rate"] = ShippedRunbooks.Nginx502 } },
            Verification = new() { Burst = 100 },
            Hosts =
            {
                ["demo"] = new()
                {
                    Executor = "local",
                    Services =
                    {
                        ["shop"] = new()
                        {
                            Listens = $"127.0.0.1:{backendPort}",
                            Status = [Control, "status"],
                            Start = [Control, "start"],
                            Restart = [Control, "restart"],
                        },
                    },
                },
            },
        };
    }

    public string Directory { get; }

    public int NginxPort { get; }

    public int BackendPort { get; }

    public Settings Settings { get; }

    public string Control => Path.Combine(Directory, "shop");

    public static async Task<DemoEnvironment> BuildAsync(CancellationToken cancel)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory(Name).FullName;
        File.WriteAllText(Path.Combine(directory, "owner"), Environment.ProcessId.ToString());
        var stage = new DemoEnvironment(
            directory,
            FreePort(),
            FreePort(),
            $"http://127.0.0.1:{(IsFree(5020) ? 5020 : FreePort())}"
        );
        try
        {
            stage.WriteFiles();
            await stage.ShopAsync("start", cancel);
            stage._nginx = new LocalExecutor(TimeProvider.System).RunAsync(
                Command.Of(
                    TimeSpan.FromHours(1),
                    DemoNginx.Path!,
                    "-p",
                    directory,
                    "-c",
                    directory + "/nginx.conf",
                    "-g",
                    "daemon off;"
                ),
                null,
                stage._end.Token
            );
            await stage.AnswersAsync(cancel);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9: nobody can clean up after that but the next demo.</summary>
    public static void SweepStale()
    {
        foreach (
            var directory in System.IO.Directory.EnumerateDirectories(Path.GetTempPath(), Name + "*")
        )
        {
            var owner = Path.Combine(directory, "owner");
            if (
                File.Exists(owner)
                && !System.IO.Directory.Exists("/proc/" + File.ReadAllText(owner).Trim())
            )
                System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    public async Task BreakAsync(CancellationToken cancel) => await ShopAsync("crash", cancel);

    async Task ShopAsync(string verb, CancellationToken cancel)
    {
        var result = await new LocalExecutor(TimeProvider.System).RunAsync(
            Command.Of(TimeSpan.FromSeconds(15), Control, verb),
            null,
            cancel
        );
        if (!result.Ok)
            throw new DemoException(
                $"the back end did not {verb}: {result.Stderr} {result.Failure?.Reason}"
            );
    }

    async Task AnswersAsync(CancellationToken cancel)
    {
        using var http = new HttpClient();
        for (var tries = 0; tries < 100; tries++)
        {
            if (_nginx!.IsCompleted)
                throw new DemoException("nginx did not start: " + (await _nginx).Stderr);
            try
            {
                using var answer = await http.GetAsync($"http://127.0.0.1:{NginxPort}/", cancel);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            { /* not yet */
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
        }
        throw new DemoException("nginx does not serve the shop");
    }

    void WriteFiles()
    {
        foreach (var name in new[] { "logs", "temp" })
            System.IO.Directory.CreateDirectory(Path.Combine(Directory, name));
        File.WriteAllText(
            Path.Combine(Directory, "nginx.conf"),
            $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            worker_processes 1;
            pid nginx.pid;
            error_log logs/error.log warn;
            events { worker_connections 256; }
            http {
              access_log logs/access.log;
              client_body_temp_path temp/body; proxy_temp_path temp/proxy; fastcgi_temp_path temp/fastcgi; uwsgi_temp_path temp/uwsgi; scgi_temp_path temp/scgi;
              upstream shop { server 127.0.0.1:{{BackendPort}} max_fails=0; }
              server {
                listen 127.0.0.1:{{NginxPort}};
                server_name shop.demo;
                location / { proxy_pass http://shop; }
              }
            }

            """
        );
        var self = Environment.ProcessPath!.EndsWith("dotnet")
            ? $"'{Environment.ProcessPath}' '{typeof(DemoEnvironment).Assembly.Location}'"
            : $"'{Environment.ProcessPath}'";
        File.WriteAllText(
            Control,
            $$"""
            #!/bin/sh
            # the demo's "service manager": what the configuration names as this service's own commands
            cd '{{Directory}}' || exit 1
            running() { [ -f shop.pid ] && kill -0 "$(cat shop.pid)" 2>/dev/null; }
            case $1 in
              status) running || exit 3 ;;
              start) running && exit 0
                setsid {{self}} demo-backend {{BackendPort}} {{Environment.ProcessId}} >>logs/shop.log 2>&1 </dev/null &
                echo $! >shop.pid
                n=0; until grep -q listening logs/shop.log; do n=$((n + 1)); [ $n -lt 200 ] || exit 1; sleep 0.05; done ;;
              crash) kill -KILL "$(cat shop.pid)"; while running; do sleep 0.02; done; : >logs/shop.log ;;
              restart) running && kill "$(cat shop.pid)"; while running; do sleep 0.02; done; : >logs/shop.log; exec "$0" start ;;
              *) exit 2 ;;
            esac

            """
        );
        File.SetUnixFileMode(
            Control,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_nginx is not null)
            await _nginx;
        if (File.Exists(Path.Combine(Directory, "shop.pid")))
            await new LocalExecutor(TimeProvider.System).RunAsync(
                Command.Of(
                    TimeSpan.FromSeconds(5),
                    "sh",
                    "-c",
                    "kill -KILL \"$(cat \"$0\")\"",
                    Path.Combine(Directory, "shop.pid")
                ),
                null,
                CancellationToken.None
            );
        System.IO.Directory.Delete(Directory, recursive: true);
        _end.Dispose();
    }
}
