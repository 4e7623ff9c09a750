namespace ChatOps502.Runbooks.Remediation;

/// <summary>All actions the bot may ever take on a host. One line each.</summary>
public static class RemedyCatalog
{
    public static IReadOnlyList<RemedyAction> All { get; } =
    [
        new ServiceAction("start", "starts one stopped service"),
        new ServiceAction("restart", "drops the requests this service is working on"),
        new ServiceAction(
            "reload",
            "the service reads its configuration and resolves its names anew; running requests are finished"
        ),
        new ServiceAction("resume", "continues a process that a signal had stopped"),
        new NginxSetting(),
        new PhpPoolSetting(),
        new UnitSetting(),
        new JavaHeap(),
    ];

    public static RemedyAction? Find(string action) => All.FirstOrDefault(a => a.Name == action);
}
