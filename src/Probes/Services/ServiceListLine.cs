using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Services;

/// <summary>One line of the lists that the other service managers print.</summary>
static class ServiceListLine
{
    /// <summary>
    /// openrc: " nginx  [ started ]"; sysvinit: " [ + ]  nginx"; supervisor: "app  RUNNING  pid 12, uptime 0:01:00".
    /// Null for a line without a service.
    /// </summary>
    public static ServiceUnit? Read(string manager, string line)
    {
        var words = line.Words();
        var (name, state) = (manager, words) switch
        {
            ("openrc", [var n, "[", var s, ..]) => (n, s),
            ("sysvinit", ["[", var s, "]", var n, ..]) => (n, s),
            ("supervisor", [var n, var s, ..]) => (n, s),
            _ => ("", ""),
        };
        if (name.Length == 0)
            return null;
        var active = ActiveState(state);
        return new(
            name,
            manager,
            active,
            Sub: active == "active" ? "running" : "dead",
            Result: active == "failed" ? "exit-code" : "",
            MainPid: Pid(words)
        );
    }

    static string ActiveState(string state) =>
        state switch
        {
            "started" or "+" or "RUNNING" => "active",
            "crashed" or "FATAL" => "failed",
            "STARTING" or "BACKOFF" => "activating",
            "?" => "unknown",
            _ => "inactive",
        };

    static int? Pid(string[] words) =>
        Numbers.Int(words.SkipWhile(word => word != "pid").ElementAtOrDefault(1)?.TrimEnd(','));
}
