using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis;

/// <summary>A host made of facts: a shop on port 3000 behind nginx, and what the test changes about it.</summary>
public sealed class Scene
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    readonly List<ErrorLine> _errors = [];
    readonly List<ServiceUnit> _units = [];
    readonly List<Listener> _listeners = [new("0.0.0.0", 80, null, 0, 511, "nginx", 10)];
    readonly List<PeerAnswer> _answers = [];
    readonly List<HostProcess> _processes = [];
    readonly List<int> _askers = [];
    readonly List<AccessLine> _requests = [];
    readonly List<object> _facts = [];
    DateTimeOffset? _changed;
    string? _complaint;
    string? _configuration =
        "server { server_name shop.example; location / { proxy_pass http://127.0.0.1:3000; } }";

    public Scene Configured(string? configuration)
    {
        _configuration = configuration;
        return this;
    }

    /// <summary>A file of the configuration was changed; nginx complains about it or not.</summary>
    public Scene ConfigurationChanged(int secondsAgo, string? complaint = null)
    {
        (_changed, _complaint) = (Now.AddSeconds(-secondsAgo), complaint);
        return this;
    }

    /// <summary>A fact that the scene has no words for; it replaces one of the same kind.</summary>
    public Scene With(object fact)
    {
        _facts.Add(fact);
        return this;
    }

    public Scene Logs(string unit, string message) =>
        With(new Journal([new JournalEntry(unit, Now.AddSeconds(-40), unit, message)]));

    public Scene Errors(
        string message,
        int count = 10,
        int secondsAgo = 30,
        string upstream = "http://127.0.0.1:3000/",
        string server = "shop.example",
        string request = "GET / HTTP/1.1"
    )
    {
        var at = Now.AddSeconds(-secondsAgo).ToString("yyyy/MM/dd HH:mm:ss");
        for (var i = 0; i < count; i++)
            _errors.Add(
                ErrorLine.Read(
                    $"{at} [error] 1#1: *{i} {message}, client: 10.0.0.1, server: {server}, "
                        + $"request: \"{request}\", upstream: \"{upstream}\", host: \"{server}\""
                )!
            );
        return this;
    }

    /// <summary>A line as it stands in the log, whoever wrote it.</summary>
    public Scene Logged(string line)
    {
        _errors.Add(ErrorLine.Read(line)!);
        return this;
    }

    /// <summary>Requests in the access log.</summary>
    public Scene Served(
        int status,
        int count = 10,
        int secondsAgo = 30,
        string? upstream = null,
        string? upstreamStatus = null
    )
    {
        for (var i = 0; i < count; i++)
            _requests.Add(
                new(
                    Now.AddSeconds(-secondsAgo),
                    status,
                    "10.0.0.1",
                    null,
                    "GET / HTTP/1.1",
                    "GET",
                    "/",
                    "HTTP/1.1",
                    1,
                    null,
                    null,
                    "shop.example",
                    upstream,
                    upstreamStatus,
                    null,
                    null,
                    ""
                )
            );
        return this;
    }

    public Scene Unit(
        string name,
        string active,
        string result = "success",
        int? exit = null,
        string? kind = null,
        int restarts = 0,
        int startedAgo = 3600,
        int? livedFor = null,
        string command = "",
        int? pid = null,
        string? user = null,
        long? memoryMax = null
    )
    {
        var started = Now.AddSeconds(-startedAgo);
        _units.Add(
            new(
                name,
                "systemd",
                active,
                active == "active" ? "running" : "dead",
                result,
                kind,
                exit,
                pid,
                restarts,
                started,
                livedFor is { } l ? started.AddSeconds(l) : null,
                null,
                $"/etc/systemd/system/{name}.service",
                command,
                user,
                false,
                memoryMax,
                "loaded"
            )
        );
        return this;
    }

    public Scene Listens(int port, string process, int pid, int queue = 0)
    {
        _listeners.Add(new("127.0.0.1", port, null, queue, 511, process, pid));
        return this;
    }

    public Scene ListensAt(string path, string process, int pid)
    {
        _listeners.Add(new("", 0, path, 0, 511, process, pid));
        return this;
    }

    /// <summary>The check itself ran below this process.</summary>
    public Scene AskedBy(int pid)
    {
        _askers.Add(pid);
        return this;
    }

    public Scene Answers(string address, int errno, string phase, string reply = "", int ms = 3)
    {
        _answers.Add(new("http", BackendAddress.Parse(address)!, errno, phase, ms, reply));
        return this;
    }

    public Scene Process(
        int pid,
        char state,
        string command,
        string user = "www-data",
        int parent = 1,
        int age = 3600
    )
    {
        _processes.Add(new(pid, parent, user, state, 1000, age, command));
        return this;
    }

    public Verdict Judge()
    {
        var configuration = _configuration is null
            ? null
            : ConfigurationReader.Read(_configuration) with
            {
                Instances =
                [
                    new(10, "nginx", "", "/etc/nginx/nginx.conf", "1.22", _complaint)
                    {
                        ChangedAt = _changed,
                        ChangedFile = "/etc/nginx/conf.d/shop.conf",
                    },
                ],
            };
        var byStatus = _requests
            .GroupBy(r => r.Status!.Value)
            .ToDictionary(g => g.Key, g => (long)g.Count());
        var facts = new FactSheet()
            .With(new HostIdentity("web-01", "6.1", "Debian", Now, TimeSpan.Zero, 99999, "root", true))
            .With(new ErrorLog(_errors, _errors.Count, ["/var/log/nginx/error.log"]))
            .With(
                new AccessLogs(
                    _requests.Count,
                    byStatus,
                    _requests,
                    [new("/var/log/nginx/access.log", 1)]
                )
            )
            .With(new ServiceUnits("systemd", _units))
            .With(new Listeners(_listeners, true) { Askers = _askers })
            .With(new PeerAnswers(_answers))
            .With(new Processes(_processes));
        if (configuration is not null)
            facts.With(configuration);
        _facts.ForEach(fact => facts.With(fact));
        return Diagnostician.Judge("web-01", facts, TimeSpan.FromMinutes(15), Now, TimeSpan.Zero);
    }
}
