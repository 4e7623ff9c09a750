namespace ChatOps502.Runbooks.Remediation;

/// <summary>Raises the heap of a Java service where its command line is written.</summary>
sealed class JavaHeap : FileAction
{
    public override string Name => "java.heap";

    public override string Risk =>
        "the service restarts: requests it is working on are lost; the heap is taken from the host's memory";

    /// <param name="service">The unit to restart.</param>
    /// <param name="file">The unit file, /etc/default file or setenv.sh that holds the option.</param>
    /// <param name="from">As it stands there: <c>-Xmx256m</c>.</param>
    /// <param name="to">What it becomes.</param>
    /// <param name="why">What it achieves, and what it costs.</param>
    public static Remedy Remedy(string service, string file, string from, string to, string why) =>
        Remediation.Remedy.Change(
            "java.heap",
            new Dictionary<string, string>
            {
                ["service"] = service,
                ["file"] = file,
                ["from"] = from,
                ["to"] = to,
            },
            $"edit {file}: {from} becomes {to}",
            why
        );

    protected override Plan PlanOf(IReadOnlyDictionary<string, string> args) =>
        ForService(args["file"], args["service"], $"{args["from"]} becomes {args["to"]}");

    protected override string? Edit(string? text, IReadOnlyDictionary<string, string> args) =>
        text?.Contains(args["from"]) == true ? text.Replace(args["from"], args["to"]) : null;
}
