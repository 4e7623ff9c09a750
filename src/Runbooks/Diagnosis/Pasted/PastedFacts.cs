using ChatOps502.Probes;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Kubernetes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>Makes facts of sorted evidence, the same as a live host's probes would have found.</summary>
static class PastedFacts
{
    /// <summary>The output of tools and logs in which remarks are looked for, and how evidence names them.</summary>
    static readonly (string Key, string Source)[] Talkative =
    [
        (PasteKey.App, "app.log"),
        (PasteKey.PhpFpm, "php.fpm"),
        (PasteKey.Kernel, "kernel.events"),
        (PasteKey.Journal, "services.journal"),
        (PasteKey.Systemctl, "services.units"),
        (PasteKey.Docker, "containers"),
        (PasteKey.Kubernetes, "kubernetes"),
        (PasteKey.Proxy, "proxy.log"),
        (PasteKey.Curl, "curl"),
    ];

    public static FactSheet Of(
        IReadOnlyDictionary<string, List<string>> evidence,
        IReadOnlyList<Container> inspected
    )
    {
        var facts = new FactSheet();
        foreach (var fact in Facts(new Sorted(evidence), inspected))
            facts.With(fact);
        // every key is kept, known or not: it can be shown, and a later rule may read it
        foreach (var (key, lines) in evidence)
            facts.Keep(key, string.Join('\n', lines));
        return facts;
    }

    sealed record Sorted(IReadOnlyDictionary<string, List<string>> Evidence)
    {
        public IReadOnlyList<string> this[string key] => Evidence.GetValueOrDefault(key, []);
    }

    static IEnumerable<object> Facts(Sorted evidence, IReadOnlyList<Container> inspected) =>
        [
            .. Logs(evidence),
            .. Services(evidence),
            .. Surroundings(evidence),
            .. Containers(evidence, inspected),
        ];

    static IEnumerable<object> Logs(Sorted evidence)
    {
        if (
            evidence[PasteKey.ErrorLog].Select(ErrorLine.Read).OfType<ErrorLine>().ToList() is
            { Count: > 0 } errors
        )
            yield return new ErrorLog(errors, errors.Count, [PasteKey.ErrorLog]);
        if (
            evidence[PasteKey.AccessLog].Select(AccessFormat.Guess).OfType<AccessLine>().ToList() is
            { Count: > 0 } all
        )
            yield return new AccessLogs(all.Count, ByStatus(all), all, []);
        if (
            evidence[PasteKey.PhpFpm].Select(PhpLogLine.Read).OfType<PhpLogLine>().ToList() is
            { Count: > 0 } php
        )
            yield return new PhpFpm([], php, []);
        if (
            evidence[PasteKey.Kernel].Concat(evidence[PasteKey.Journal]).ToList() is { Count: > 0 } kernel
        )
            yield return KernelLogReader.Read(kernel, null);
        if (Proxies(evidence).ToList() is { Count: > 0 } proxies)
            yield return new ProxyErrors(proxies);
        var ofNginx = RemarkReader
            .Read("nginx.error-log", evidence[PasteKey.ErrorLog].Where(MayTell))
            .Where(IsSaidByNginx);
        var said = Talkative.SelectMany(log => RemarkReader.Read(log.Source, evidence[log.Key]));
        yield return new Remarks([
            .. ofNginx,
            .. said,
            .. KubernetesTable.Read(evidence[PasteKey.Kubernetes]),
        ]);
    }

    /// <summary>A cheap question before the dear one: such logs are long.</summary>
    static bool MayTell(string line) =>
        line.Contains("lua") || line.Contains("PID") || line.Contains("eload");

    /// <summary>
    /// A script names what it could not reach, a reload why it was refused; all else is judged line by line.
    /// </summary>
    static bool IsSaidByNginx(Remark remark) =>
        remark.Kind == RemarkKind.ReloadRefused
        || remark.Kind == RemarkKind.Dependency
            && remark.Line.Contains("lua", StringComparison.OrdinalIgnoreCase);

    static Dictionary<int, long> ByStatus(IEnumerable<AccessLine> requests) =>
        requests.GroupBy(r => r.Status!.Value).ToDictionary(g => g.Key, g => (long)g.Count());

    static IEnumerable<ProxyMessage> Proxies(Sorted evidence) =>
        evidence[PasteKey.Proxy].Select(ProxyMessage.Read).OfType<ProxyMessage>();

    static IEnumerable<object> Services(Sorted evidence)
    {
        if (StatusText.Read(evidence[PasteKey.Systemctl]) is { Count: > 0 } units)
            yield return new ServiceUnits("systemd", units);
        if (SocketTable.Read(evidence[PasteKey.Sockets]) is { Count: > 0 } listeners)
            yield return new Listeners(listeners, Complete: true);
    }

    static IEnumerable<object> Surroundings(Sorted evidence)
    {
        if (evidence[PasteKey.Configuration] is { Count: > 0 } statements)
            yield return ConfigurationReader.Read(string.Join('\n', statements));
        if (FileListing.Read(evidence[PasteKey.Files]) is { Count: > 0 } files)
            yield return PastedSockets.Of(files, evidence[PasteKey.Configuration]);
        if (DiskTable.Read(evidence[PasteKey.Disks]) is { Count: > 0 } disks)
            yield return new Disks(disks, []);
        if (FirewallText.Read(evidence[PasteKey.Firewall]) is { Count: > 0 } rules)
            yield return new NetworkPaths([], rules);
    }

    static IEnumerable<object> Containers(Sorted evidence, IReadOnlyList<Container> inspected)
    {
        List<Container> all = [.. inspected, .. ContainerTable.Read(evidence[PasteKey.Docker])];
        if (all.Count > 0)
            yield return new Containers([.. all.DistinctBy(container => container.Name)]);
        List<ResolvedName> names = [.. LookupText.Read(evidence[PasteKey.Names]), .. NamesOf(all)];
        if (names.Count > 0)
            yield return new UpstreamNames(names, [], []);
    }

    /// <summary>Docker's own resolver answers with the address of the container.</summary>
    static IEnumerable<ResolvedName> NamesOf(IEnumerable<Container> containers) =>
        containers
            .Where(container => container.Addresses.Count > 0)
            .Select(container => new ResolvedName(container.Name, container.Addresses));
}
