using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Kubernetes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Probes.Tests.Pasted;

/// <summary>What tools print for people, as people copy it.</summary>
public sealed class CopiedOutputTests
{
    [Fact]
    public void Systemctl_status_gives_state_result_and_exit()
    {
        var unit = StatusText.Read([
            "× cart.service - Cart",
            "     Loaded: loaded (/etc/systemd/system/cart.service; disabled; preset: enabled)",
            "     Active: failed (Result: signal) since Sun 2026-11-22 02:58:00 UTC; 2min ago",
            "    Process: 88 ExecStart=/usr/bin/cartd --port 3000 (code=killed, signal=9/KILL)",
        ])[0];
        Assert.Equal(
            ("cart", "failed", "signal", 9),
            (unit.Name, unit.Active, unit.Result, unit.ExitStatus)
        );
        Assert.Equal("/usr/bin/cartd --port 3000", unit.Command);
        Assert.False(unit.IsEnabled);
    }

    [Theory]
    [InlineData(
        "LISTEN 129 128 127.0.0.1:3000 0.0.0.0:* users:((\"gunicorn\",pid=88,fd=5))",
        3000,
        "gunicorn"
    )]
    [InlineData("tcp 0 0 127.0.0.1:5001 0.0.0.0:* LISTEN 812/python3", 5001, "python3")]
    [InlineData("tcp LISTEN 0 511 *:8080 *:* users:((\"node\",pid=7,fd=18))", 8080, "node")]
    [InlineData("node 88 cart 18u IPv4 12345 0t0 TCP 127.0.0.1:3001 (LISTEN)", 3001, "node")]
    public void Lists_of_sockets_give_who_listens(string line, int port, string process)
    {
        var listener = SocketTable.Read([line])[0];
        Assert.Equal((port, process), (listener.Port, listener.Process));
    }

    [Theory]
    [InlineData("srw-rw---- 1 cart web 0 Nov 22 02:00 /run/cart/app.sock", "srw-rw----", "web")]
    [InlineData("srwxrwxrwx cart cart /run/cart/app.sock", "srwxrwxrwx", "cart")]
    public void Listings_give_mode_and_group(string line, string mode, string group)
    {
        var file = FileListing.Read([line])[0];
        Assert.Equal(("/run/cart/app.sock", mode, group), (file.Path, file.Mode, file.Group));
    }

    [Fact]
    public void A_listed_directory_stands_before_its_files() =>
        Assert.Equal(
            "/run/cart/app.sock",
            FileListing.Read(["/run/cart:", "srw-rw---- 1 cart web 0 Nov 22 02:00 app.sock"])[0].Path
        );

    [Fact]
    public void What_ls_does_not_find_is_missing() =>
        Assert.False(
            FileListing.Read(["ls: cannot access '/run/a.sock': No such file or directory"])[0].Exists
        );

    [Theory]
    [InlineData("Up 2 hours (unhealthy)", "running", 0, "unhealthy")]
    [InlineData("Restarting (1) 5 seconds ago", "restarting", 1, "")]
    [InlineData("Exited (137) 2 minutes ago", "exited", 137, "")]
    public void Tables_of_containers_give_state_and_exit(
        string status,
        string state,
        int exit,
        string health
    )
    {
        var all = ContainerTable.Read([
            "CONTAINER ID   IMAGE   COMMAND   CREATED   STATUS   PORTS   NAMES",
            $"1a2b3c4d5e6f   cart-app   \"run\"   2 hours ago   {status}   0.0.0.0:9090->8000/tcp   cart-app-1",
        ]);
        var container = Assert.Single(all);
        Assert.Equal(("cart-app-1", state, exit), (container.Name, container.State, container.ExitCode));
        Assert.Equal((health, (9090, 8000)), (container.Health, Assert.Single(container.Ports)));
    }

    [Theory]
    [InlineData("/dev/sda1        50G   50G     0 100% /", true)]
    [InlineData("/dev/sda2       1.2T  754G  368G  68% /", false)]
    public void Tables_of_disks_say_which_is_full(string row, bool isFull) =>
        Assert.Equal(
            isFull,
            DiskTable.Read(["Filesystem      Size  Used Avail Use% Mounted on", row])[0].IsFull
        );

    [Fact]
    public void A_firewalls_table_becomes_rules()
    {
        var rules = FirewallText.Read([
            "Chain INPUT (policy ACCEPT)",
            "target     prot opt source               destination",
            "DROP       tcp  --  0.0.0.0/0            0.0.0.0/0            tcp dpt:8080",
        ]);
        Assert.Equal(["-P INPUT ACCEPT", "-A INPUT -p tcp -m tcp --dport 8080 -j DROP"], rules);
    }

    [Theory]
    [InlineData("app.internal. 60 IN A 10.7.0.9")]
    [InlineData("app.internal has address 10.7.0.9")]
    [InlineData("10.7.0.9        app.internal")]
    public void Look_ups_give_name_and_address(string line)
    {
        var name = Assert.Single(LookupText.Read([line]));
        Assert.Equal(("app.internal", "10.7.0.9"), (name.Name, Assert.Single(name.Addresses)));
    }

    [Theory]
    [InlineData("cart-6d-x7   0/1   Running   0   5m", "NoEndpoints")]
    [InlineData("cart-6d-x7   0/1   Running   0   9s", "Starting")]
    public void Pods_that_are_not_ready_get_no_requests(string row, string kind) =>
        Assert.Equal(
            kind,
            Assert
                .Single(KubernetesTable.Read(["NAME   READY   STATUS   RESTARTS   AGE", row]))
                .Kind.ToString()
        );
}
