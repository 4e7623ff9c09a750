using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

public sealed class ListeningProbe : Probe<Listeners>
{
    public override string Name => "sockets.listening";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "listening sockets, their owners and accept queues";

    public override string Script =>
        """
            # who asks: this shell, its parent, and on up. A name in brackets may hold anything, so what counts stands after the last one
            p=$$ askers=
            while [ "${p:-0}" -gt 1 ] && IFS= read -r line <"/proc/$p/stat"; do
              askers="$askers $p"; line=${line##*) }; line=${line#? }; p=${line%% *}
            done 2>/dev/null
            echo "@askers$askers"
            if have ss; then
              echo "@tool ss"; as_root ss -lntpH 2>/dev/null || as_root ss -lntp
              echo "@unix"; as_root ss -lxpH 2>/dev/null || as_root ss -lxp
            elif have netstat; then
              echo "@tool netstat"; as_root netstat -lntp 2>/dev/null || netstat -lnt
              echo "@unix"; as_root netstat -lxp 2>/dev/null || netstat -lx
            else
              echo "@tool proc"; cat /proc/net/tcp /proc/net/tcp6
              echo "@unix"; cat /proc/net/unix
            fi
            """;

    protected override Listeners Parse(Section section)
    {
        var list = new SocketList();
        foreach (var line in section.Lines)
            list.Add(line);
        return list.Listeners(isComplete: section.ExitCode == 0);
    }

    /// <inheritdoc cref="ListenerRow.Read"/>
    public static Listener? Read(string tool, bool unix, string line) =>
        ListenerRow.Read(tool, unix, line);

    /// <summary>
    /// Reads the answer line by line. The name of a unix socket is its owner's own writing and may hold line ends, so
    /// no word counts twice.
    /// </summary>
    sealed class SocketList
    {
        readonly List<Listener> _all = [];
        IReadOnlyList<int> _askers = [];
        string _tool = "";
        bool _inUnix,
            _isForged;

        public void Add(string line)
        {
            if (_tool.Length == 0 && line.After("@askers ") is { } askers)
                _askers = [.. askers.Split(' ').Select(Numbers.Int).OfType<int>()];
            else if (_tool.Length == 0 && line.After("@tool ") is { } tool)
                _tool = tool;
            else if (!_inUnix && line == "@unix")
                _inUnix = true;
            else
                AddRow(line);
        }

        public Listeners Listeners(bool isComplete)
        {
            IReadOnlyList<Listener> all = _isForged ? [.. _all.Select(WithoutOwner)] : _all;
            return new(all, isComplete && all.Count > 0) { Askers = _askers };
        }

        void AddRow(string line)
        {
            _isForged |= _inUnix && !ListenerRow.HasShape(_tool, line);
            if (ListenerRow.Read(_tool, _inUnix, line) is { } listener)
                _all.Add(listener);
        }

        static Listener WithoutOwner(Listener listener) =>
            listener.SocketPath is null ? listener : listener with { Process = null, Pid = null };
    }
}
