using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Remediation;

/// <summary>Changes statements in one file of nginx's configuration; nginx -t decides whether they are taken.</summary>
sealed class NginxSetting : FileAction
{
    public override string Name => "nginx.set";

    public override string Risk =>
        "nginx reloads: running requests are finished by the old workers, new ones see the change";

    /// <param name="nginx">The one instance that reads the file.</param>
    /// <param name="file">The file to edit.</param>
    /// <param name="why">What it achieves, and what it costs.</param>
    /// <param name="edits">All in this file.</param>
    public static Remedy Remedy(
        NginxInstance nginx,
        string file,
        string why,
        params IReadOnlyList<NginxEdit> edits
    )
    {
        var args = new Dictionary<string, string>
        {
            ["file"] = file,
            ["edits"] = string.Join('\n', edits.Select(e => e.ToString())),
            ["nginx"] = nginx.Exe,
        };
        if (nginx.OwnPrefix)
            args["prefix"] = nginx.Prefix;
        if (nginx.OwnConfigFile)
            args["conf"] = nginx.ConfigFile;
        return Remediation.Remedy.Change(
            "nginx.set",
            args,
            $"edit {file}: {string.Join("; ", edits.SelectMany(e => e.Settings))}",
            why
        );
    }

    protected override Plan PlanOf(IReadOnlyDictionary<string, string> args)
    {
        List<string> nginx = [args["nginx"]];
        if (args.TryGetValue("prefix", out var prefix))
            nginx.AddRange("-p", prefix);
        if (args.TryGetValue("conf", out var conf))
            nginx.AddRange("-c", conf);
        return new(
            args["file"],
            Command.Shown([.. nginx, "-q", "-t"]),
            Command.Shown([.. nginx, "-s", "reload"]) + " && sleep 0.3",
            string.Join("; ", Edits(args).SelectMany(e => e.Settings))
        );
    }

    protected override string? Edit(string? text, IReadOnlyDictionary<string, string> args) =>
        text is null ? null : NginxEdit.Apply(text, Edits(args));

    static IEnumerable<NginxEdit> Edits(IReadOnlyDictionary<string, string> args) =>
        args["edits"].Split('\n').Select(NginxEdit.Parse);
}
