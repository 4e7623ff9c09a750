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
    /// <param name="boundary">Random per check, so that no log line can forge a frame. Letters and digits only.</param>
    public static ProbeBundle Compile(IReadOnlyList<Probe> probes, CheckScope scope, string boundary)
    {
        var waiting = probes.SingleOrDefault(p => p.Waits);
        var script = new StringBuilder()
            .Append("B=$C502_WORD; unset C502_WORD\n")
            .Append("export SINCE=")
            .Append(((long)scope.Since.TotalSeconds).ToString())
            .Append('\n')
            .Append("export MAXLOG=")
            .Append(scope.MaxLogBytes.ToString())
            .Append('\n')
            .Append("export SUDO=")
            .Append(scope.Sudo ? '1' : '0')
            .Append('\n')
            .Append("PRELUDE=")
            .Append(ShellQuote.Of(SafeWay.Script + Embedded.Text("Collection/prelude")))
            .Append('\n')
            .Append(Embedded.Text("Collection/runner"))
            .Append('\n');

        if (waiting is not null)
            script.Append("{ ").Append(Call("body", waiting)).Append("; } | {\n");
        foreach (var probe in probes.Where(p => !p.Waits))
            script.Append(Call("section", probe)).Append('\n');
        if (waiting is not null)
            script.Append("cat\n}\n");
        script.Append("printf '\\n%s end\\n' \"$B\"\n");
        return new(script.ToString(), boundary, probes);
    }

    static string Call(string function, Probe probe) =>
        $"{function} {probe.Name} {Math.Ceiling(probe.Limit.TotalSeconds)} {probe.MaxBytes} "
        + $"{ShellQuote.Of(probe.Script)}";
}
