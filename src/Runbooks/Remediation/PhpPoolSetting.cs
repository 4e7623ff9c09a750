using ChatOps502.Probes.Runtimes;

namespace ChatOps502.Runbooks.Remediation;

/// <summary>Changes settings of one PHP-FPM pool; php-fpm -t decides whether they are taken.</summary>
sealed class PhpPoolSetting : FileAction
{
    public override string Name => "php.set";

    public override string Risk => "PHP-FPM restarts: pages that are being worked on are lost";

    /// <param name="pool">The pool, with its file.</param>
    /// <param name="why">What it achieves, and what it costs.</param>
    /// <param name="settings">Such as <c>pm.max_children = 20</c>.</param>
    public static Remedy Remedy(PhpPool pool, string why, params IReadOnlyList<string> settings) =>
        Remediation.Remedy.Change(
            "php.set",
            new Dictionary<string, string>
            {
                ["file"] = pool.File,
                ["pool"] = pool.Name,
                ["set"] = string.Join("; ", settings),
                ["service"] = pool.Service,
            },
            $"edit {pool.File}: {string.Join("; ", settings)}",
            why
        );

    protected override Plan PlanOf(IReadOnlyDictionary<string, string> args)
    {
        var service = args["service"];
        // php8.2-fpm is the unit, php-fpm8.2 the program
        var program = service == "php-fpm" ? service : "php-fpm" + service[3..^4];
        return new(
            args["file"],
            program + " -t",
            string.Join(' ', ServiceCommand.Of("systemd", "restart", service)),
            args["set"]
        );
    }

    protected override string? Edit(string? text, IReadOnlyDictionary<string, string> args) =>
        text is null ? null : IniEdit.Apply(text, args["pool"], args["set"].Split("; "));
}
