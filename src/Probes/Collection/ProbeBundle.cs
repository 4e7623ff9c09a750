using System.Text;

namespace ChatOps502.Probes.Collection;

/// <summary>How a check is asked for.</summary>
/// <param name="Since">How far back log evidence counts.</param>
/// <param name="Sudo">Whether reads that need root may go through <c>sudo -n</c>.</param>
/// <param name="MaxLogBytes">How many bytes of one log are looked at, at the most.</param>
public sealed record CheckScope(TimeSpan Since, bool Sudo = false, long MaxLogBytes = 64L << 20);

/// <summary>Many probes compiled into one script, so that a check costs one round trip.</summary>
/// <param name="Script">POSIX sh; reads only; needs sh, awk and coreutils or busybox.</param>
/// <param name="Boundary">The unguessable word that frames the sections; the script finds it in its environment as
/// C502_WORD, since its arguments can be read by all.</param>
public sealed record ProbeBundle(string Script, string Boundary, IReadOnlyList<Probe> Probes)
{
    /// <summary>The functions that every probe's script may use.</summary>
    internal static string Library { get; } =
        SafeWay.Script + Shell("library") + Shell("log-window") + Shell("backends");

    /// <summary>The functions that look at nginx and the services once, before the probes.</summary>
    internal static string Preparation { get; } = Shell("nginx") + Shell("statements") + Shell("units");

    /// <param name="boundary">Random per check, so that no log line can forge a frame. Letters and digits only.</param>
    public static ProbeBundle Compile(IReadOnlyList<Probe> probes, CheckScope scope, string boundary)
    {
        var script = new StringBuilder()
            .Append("BOUNDARY=$C502_WORD; unset C502_WORD\n")
            .Append($"export WINDOW_SECONDS={(long)scope.Since.TotalSeconds}\n")
            .Append($"export MAX_LOG_BYTES={scope.MaxLogBytes}\n")
            .Append($"export SUDO={(scope.Sudo ? 1 : 0)}\n")
            .Append($"PRELUDE={ShellQuote.Of(Library)}\n")
            .Append(Preparation)
            .Append(Shell("runner"));
        var waiting = probes.SingleOrDefault(probe => probe.Waits);
        if (waiting is not null)
            script.Append($"{{ {Call("section", waiting)}; }} | {{\n");
        script.Append("begin_watch\n");
        foreach (var probe in probes.Where(probe => !probe.Waits))
            script.Append(Call("section", probe)).Append('\n');
        script.Append("end_watch\n");
        if (waiting is not null)
            script.Append("cat\n}\n");
        script.Append("printf '\\n%s end\\n' \"$BOUNDARY\"\n");
        return new(script.ToString(), boundary, probes);
    }

    static string Call(string function, Probe probe)
    {
        var seconds = Math.Ceiling(probe.Limit.TotalSeconds);
        var input = probe.Input.ToString().ToLowerInvariant();
        return $"{function} {probe.Name} {seconds} {probe.MaxBytes} {input} {ShellQuote.Of(probe.Script)}";
    }

    static string Shell(string name) => Embedded.Text($"Collection/Shell/{name}") + "\n";
}
