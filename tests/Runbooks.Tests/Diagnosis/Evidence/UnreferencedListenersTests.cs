namespace ChatOps502.Runbooks.Tests.Diagnosis.Evidence;

/// <summary>Any login may open a port. Whose it is decides whether traffic may be sent there.</summary>
public sealed class UnreferencedListenersTests
{
    const string Refused = "connect() failed (111: Connection refused) while connecting to upstream";
    const string Missing =
        "connect() to unix:/run/shop.sock failed (2: No such file or directory) while connecting to upstream";

    /// <summary>The shop's service is stopped, and somebody listens on port 4444.</summary>
    static Scene Shop(string process = "python3") =>
        new Scene().Errors(Refused).Answers("127.0.0.1:3000", 111, "connect").Listens(4444, process, 66);

    public static TheoryData<string, bool> Owners =>
        new()
        {
            { "root", true },
            { "main process of a service", true },
            { "worker of a service under its user", true },
            { "user of the service that should answer", true },
            { "another login", false },
            { "another login, named as a service", false },
            { "a login's process below sshd", false },
            { "a login's process below cron", false },
            { "a login's process below its own service manager", false },
            { "not on record", false },
        };

    static Scene Of(string owner) =>
        owner switch
        {
            "root" => Shop().Process(66, 'S', "python3 app.py", "root"),
            "main process of a service" => Shop()
                .Process(66, 'S', "python3 app.py", "shopuser")
                .Unit("cart", "active", pid: 66),
            "worker of a service under its user" => Shop()
                .Process(60, 'S', "gunicorn", "cartuser")
                .Process(66, 'S', "gunicorn", "cartuser", 60)
                .Unit("cart", "active", pid: 60, user: "cartuser"),
            "user of the service that should answer" => Shop()
                .Process(66, 'S', "python3 app.py", "shopuser")
                .Unit("shop", "active", user: "shopuser"),
            "another login" => Shop().Process(66, 'S', "python3 -m http.server 4444", "nobody"),
            "another login, named as a service" => Shop("gunicorn")
                .Process(66, 'S', "/usr/bin/gunicorn: master [cart]", "nobody")
                .Process(60, 'S', "gunicorn", "cartuser")
                .Unit("cart", "active", pid: 60, user: "cartuser"),
            "a login's process below sshd" => Shop()
                .Process(50, 'S', "sshd", "root")
                .Process(55, 'S', "sshd: ann", "ann", 50)
                .Process(66, 'S', "python3", "ann", 55)
                .Unit("ssh", "active", pid: 50),
            "a login's process below cron" => Shop()
                .Process(50, 'S', "cron -f", "root")
                .Process(66, 'S', "python3", "ann", 50)
                .Unit("cron", "active", pid: 50),
            "a login's process below its own service manager" => Shop()
                .Process(50, 'S', "systemd --user", "ann")
                .Process(66, 'S', "python3", "ann", 50)
                .Unit("user@1000", "active", pid: 50, user: "ann"),
            _ => Shop(),
        };

    [Theory]
    [MemberData(nameof(Owners))]
    public void Only_a_listener_that_is_vouched_for_becomes_the_new_back_end(string owner, bool offered)
    {
        var verdict = Of(owner).Judge();
        var remedies = verdict
            .Diagnoses.SelectMany(d => d.Remedies)
            .Select(r => r.Command + r.Why)
            .ToList();
        Assert.Equal(offered, remedies.Any(r => r.Contains("4444")));
    }

    [Fact]
    public void The_remedy_and_the_evidence_say_whose_the_listener_is()
    {
        var verdict = Of("worker of a service under its user").Judge();
        var wrong = verdict.Diagnoses.Single(d => d.Cause == "wrong-upstream");
        Assert.Contains(wrong.Remedies, r => r.Why.Contains("127.0.0.1:4444 (python3) of user cartuser"));
        Assert.Contains(wrong.Evidence, e => e.Text.Contains("of user cartuser"));
    }

    [Fact]
    public void A_stranger_on_a_port_weighs_no_more_than_a_hint_and_does_not_hide_a_stopped_service()
    {
        var verdict = Of("another login").Unit("shop", "inactive", command: "PORT=3000").Judge();
        Assert.Equal("backend-down", verdict.First!.Cause);
        Assert.Equal("systemctl start shop", verdict.First.Remedies[0].Command);
    }

    [Fact]
    public void A_stranger_beside_the_true_back_end_does_not_keep_that_from_being_offered()
    {
        var verdict = Of("main process of a service")
            .Listens(5555, "node", 77)
            .Process(77, 'S', "node", "nobody")
            .Judge();
        Assert.Contains(verdict.Diagnoses.SelectMany(d => d.Remedies), r => r.Command.EndsWith(":4444"));
    }

    [Theory]
    [InlineData("/tmp/dotnet-diagnostic-66-9001-socket")]
    [InlineData("/tmp/clr-debug-pipe-66-9001-in")]
    [InlineData("/tmp/ssh-XXabc/agent.65")]
    [InlineData("/tmp/vscode-ipc-1.sock")]
    [InlineData("/run/user/0/bus")]
    [InlineData("/run/docker.sock")]
    [InlineData("/run/containerd/containerd.sock")]
    [InlineData("/run/systemd/private")]
    [InlineData("/run/dbus/system_bus_socket")]
    [InlineData("/tmp/.X11-unix/X0")]
    [InlineData("/run/snapd.socket")]
    [InlineData("/tmp/tmux-0/default")]
    public void Sockets_of_tools_are_never_a_back_end(string path)
    {
        var verdict = new Scene()
            .Configured(
                "server { server_name shop.example; location / { proxy_pass http://unix:/run/shop.sock; } }"
            )
            .Errors(Missing, upstream: "http://unix:/run/shop.sock:/")
            .ListensAt(path, "dotnet", 66)
            .Process(66, 'S', "dotnet app.dll", "root")
            .Judge();
        Assert.DoesNotContain(
            verdict.Diagnoses.SelectMany(d => d.Remedies),
            r => (r.Command + r.Why).Contains(path)
        );
    }

    [Theory]
    [InlineData("dotnet", "dotnet ChatOps502.Bot.dll serve", false)]
    [InlineData("dotnet", "dotnet other.dll", true)]
    [InlineData("node", "/root/.vscode-server/bin/1/node server-main.js", false)]
    public void The_bot_itself_and_editors_are_never_a_back_end(
        string process,
        string command,
        bool asked
    )
    {
        var scene = Shop(process).Process(66, 'S', command, "root");
        if (asked)
            scene.AskedBy(66);
        Assert.DoesNotContain(
            scene.Judge().Diagnoses.SelectMany(d => d.Remedies),
            r => (r.Command + r.Why).Contains("4444")
        );
    }
}
