namespace ChatOps502.House.Tests;

/// <summary>What docs/causes.md says about a cause beside its name and family.</summary>
/// <param name="Meaning">The contract's words for it.</param>
/// <param name="ToldBy">What speaks for it, and what tells it from its rivals; null: nothing is written about it
/// yet.</param>
/// <param name="Fix">What is proposed, or advised where no command can do it; null as above.</param>
public sealed record DocsCause(string Id, string Meaning, string? ToldBy = null, string? Fix = null);

/// <summary>A new cause gets an entry here; then CHATOPS502_DOCS=write writes the page.</summary>
public static class DocsCauses
{
    public static IReadOnlyList<DocsCause> All { get; } =
    [
        new(
            "backend-down",
            "nothing listens: stopped, failed to start",
            """
            nginx is refused and nothing listens there now. The unit that should listen says whether it was stopped or does
            not come up. Gives way to a full disk, a missing dependency, a missing runtime directory, a stale name or a
            firewall that rejects, when one of those explains the closed port; to `backend-crash` when the service did not
            just stop. When another program holds the port, that is said instead.
            """,
            """
            `service.start`, or `service.restart` for a unit that failed. None when a start is known to fail again: then
            what has to be fixed first.
            """
        ),
        new(
            "backend-crash",
            "dies or drops the connection mid-request: signal, fatal error, crash loop",
            """
            Connections are reset or closed early, and the service died of a signal or an error while it was serving, or
            its workers did. Gives way to `backend-oom` when it ended for want of memory, and to a full disk or a missing
            dependency.
            """,
            "`service.restart` while it is gone; the crash itself needs its developers"
        ),
        new(
            "backend-oom",
            "killed for memory, or its own heap is exhausted (kernel OOM killer, cgroup limit, Java heap, PHP "
                + "memory_limit)",
            """
            The kernel's log, the unit's result or the runtime's own last words say so. A worker ended by SIGKILL counts
            only while the kernel's log cannot rule memory out.
            """,
            """
            `service.start` or `service.restart`; a larger Java heap (`java.heap`) or memory limit (`systemd.set`) where
            the host has that much free; `pm.max_requests` for a PHP-FPM pool (`php.set`)
            """
        ),
        new(
            "backend-slow",
            "upstream timed out while reading; hung, blocked, slow query, long job",
            """
            nginx timed out while reading the answer, workers were killed for taking too long, or the back end accepts a
            connection and says nothing. A process stopped by a signal is named. Gives way to `backend-saturated` when all
            workers are taken.
            """,
            """
            `service.resume` for a stopped process; `service.restart` when nothing answers; a longer read timeout
            (`nginx.set`) when only some pages are slow
            """
        ),
        new(
            "backend-saturated",
            "alive, but its workers, threads or accept queue are full",
            """
            The accept queue overflows, the pool reached its maximum, or no file descriptor is left. Gives way to
            `backend-slow` when its process is stopped by a signal.
            """,
            """
            More PHP-FPM children as far as memory allows (`php.set`), more file descriptors (`systemd.set`),
            `service.restart`
            """
        ),
        new(
            "no-live-upstreams",
            "nginx has marked every peer of the group down",
            """
            nginx says so, and the peers' own failures do not explain it: those come first. `max_conns` that is used up is
            told apart.
            """,
            "a reload of nginx when all peers answer again; otherwise what the peers failed of"
        ),
        new(
            "dependency-down",
            "the back end fails because its database or another dependency does",
            """
            The application's own words close to the failures, or a database named in its configuration that refuses, does
            not answer or has no connection left.
            """,
            "`service.start` or `service.restart` of the dependency when it lives on the same host and is stopped"
        ),
        new(
            "wrong-upstream",
            "the configured address or port is not where the back end is",
            """
            Nothing listens where nginx points, and something else listens that nothing in nginx points to. Gives way to
            `backend-down` when the service that should answer is known to be stopped.
            """,
            """
            the address in nginx's configuration (`nginx.set`), only to a listener that root, a service, or the expected
            user opened
            """
        ),
        new(
            "protocol-mismatch",
            "the peer speaks another protocol (HTTP to FastCGI, ...)",
            """
            nginx rejects the answer's protocol, or the program that listens is known to speak another one. Gives way to
            `tls-upstream` when the answer is a TLS alert.
            """,
            "advice: the pass directive that fits the server"
        ),
        new(
            "tls-upstream",
            "TLS to the upstream fails: wrong scheme, certificate, name, version",
            """
            The handshake fails, the certificate has ended, or the port speaks plain HTTP where TLS is expected, or TLS
            where plain HTTP is.
            """,
            """
            the scheme of `proxy_pass`, or `proxy_ssl_server_name on` (`nginx.set`); advice for certificates and versions
            """
        ),
        new(
            "header-too-big",
            "response header larger than the buffer",
            "nginx says so.",
            "a larger buffer beside the pass (`nginx.set`), at most 64k"
        ),
        new(
            "request-too-large",
            "body or upload limits",
            "nginx refuses the body (413), or the back end breaks off while the body is being sent.",
            "`client_max_body_size` for that location (`nginx.set`); advice for the application's own limit"
        ),
        new(
            "http2-grpc",
            "gRPC / HTTP/2 upstream faults",
            "nginx reports broken HTTP/2 frames or streams of a gRPC upstream.",
            "advice: only gRPC through `grpc_pass`, and the right scheme"
        ),
        new(
            "keepalive-race",
            "the back end closes idle keep-alive connections just as nginx reuses them",
            """
            The group keeps connections, some are closed early, and the back end is alive. That only requests fail which
            nginx may not repeat (POST) speaks for it. Gives way to `backend-crash` when the service died.
            """,
            "a shorter `keepalive_timeout` in the upstream group (`nginx.set`)"
        ),
        new(
            "connect-timeout",
            "connecting times out: packets dropped, host dead",
            """
            Connecting gets no answer. A firewall rule that drops, a neighbour that does not answer, or an accept queue
            that is full (`backend-saturated`) decide.
            """,
            "advice: the rule, or the host"
        ),
        new(
            "network-unreachable",
            "no route, rejected by a firewall",
            """
            The network answers that it cannot be reached, or a rule rejects: that looks like a closed port, so it is told
            from `backend-down` by the rule and the route.
            """,
            "advice: the rule, or the route"
        ),
        new(
            "dns-failure",
            "upstream name does not resolve, or resolves to a stale address",
            """
            nginx could not resolve the name, or asks at an address that the name no longer has. Gives way to
            `container-network` when the address is a container's.
            """,
            "a reload of nginx for a stale address; advice for resolvers"
        ),
        new(
            "container-network",
            "compose/Docker network, localhost inside a container, start order",
            """
            The address belongs to a container bridge or a container that moved, or the name is one only a container knows.
            """,
            "a reload of nginx for a container that was recreated; advice for start order and networks"
        ),
        new(
            "k8s-no-endpoints",
            "the Service has no ready endpoints",
            "The ingress controller sends requests to its placeholder.",
            "advice: readiness probes, selector, ports"
        ),
        new(
            "socket-missing",
            "the unix socket path does not exist for nginx",
            """
            The path does not exist for nginx while its service runs: a removed file, a missing directory, a private
            `/tmp`, another path. When the service is stopped it is `backend-down`.
            """,
            """
            `service.start` or `service.restart`; `RuntimeDirectory=` (`systemd.set`) where the directory is missing; the
            path in nginx's configuration (`nginx.set`) when the service listens on another one
            """
        ),
        new(
            "socket-permission",
            "owner, group, mode or a parent directory forbids the socket",
            "nginx is denied, and the user of its workers cannot open the socket or pass one of its directories.",
            "owner, group or mode of the PHP-FPM pool (`php.set`); advice for others"
        ),
        new(
            "mac-denied",
            "SELinux or AppArmor denies it",
            """
            nginx is denied. For a socket file, owner and modes let it in; a denial in the kernel's log decides. Without a
            security module at work, a sandbox of nginx's own unit is named.
            """,
            "advice: the boolean, the label or the profile"
        ),
        new(
            "connection-limit-nginx",
            "worker_connections or file descriptors of nginx are used up",
            "nginx says which of the two.",
            "more `worker_connections`, and the files they need (`nginx.set`)"
        ),
        new(
            "port-exhaustion",
            "no free local port to the upstream",
            "nginx says that it cannot assign a local address; connections in TIME_WAIT are counted.",
            "`keepalive` in the upstream group (`nginx.set`); advice for the port range"
        ),
        new(
            "disk-full",
            "no space or inodes for logs, bodies, caches, sockets",
            """
            nginx, the application or the file system says so. It explains a service that cannot start, so `backend-down`
            and `backend-crash` give way to it.
            """,
            "never a deletion: the largest candidates are listed"
        ),
        new(
            "stale-configuration",
            "nginx runs something else than the file: edited and not reloaded, reload refused, master gone",
            """
            A reload that was refused, a master that cannot be signalled, or an address in the error lines that the
            configuration of that virtual host does not name although all of it is addresses. A name in the configuration may
            lead anywhere: then it is `dns-failure` or `container-network`.
            """,
            "a reload (`service.reload`); advice where `nginx -t` refuses; never a restart of the back end"
        ),
        new(
            "bad-response",
            "the back end's answer breaks HTTP and nginx refuses it",
            """
            nginx names what it refuses: a header that comes twice, Content-Length with Transfer-Encoding, a malformed header or
            chunk. What is no HTTP at all is `protocol-mismatch`; what breaks HTTP/2 is `http2-grpc`.
            """,
            "Advice: which header to mend in the application"
        ),
        new(
            "nginx-crash",
            "nginx's own worker or master dies",
            """
            nginx's master logs that a worker ended by a signal, or the kernel names nginx in a segfault or a memory kill. The
            same about any other program is `backend-crash` or `backend-oom`.
            """,
            "Advice: modules and their build; memory, when the signal was 9"
        ),
        new(
            "upstream-answers-502",
            "the 502 is made one hop further and passed on",
            """
            The access log shows that the back end sent the status and a body with it. A connection that failed has a status
            made by nginx, no bytes, and an error line.
            """,
            "Advice: the log of whatever answers there"
        ),
        new(
            "rollout-race",
            "a peer was replaced without draining",
            """
            The platform says that a pod or container was stopped or created anew, and connections to it were refused or lost.
            A slow answer is not explained by it.
            """,
            "Advice: drain (a preStop hook, readiness, a grace period longer than the longest request)"
        ),
        new(
            "app-starting",
            "the back end was started seconds ago and does not answer yet",
            """
            Its newest word is that it starts. Once it says where it listens, it has started; when it says why it cannot, it is
            `backend-down`.
            """,
            "Advice: wait; a restart would begin anew"
        ),
    ];
}
