using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>Files that were listed, seen with the eyes of nginx's workers.</summary>
static class PastedSockets
{
    /// <summary>Where nobody tells the user: whoever was refused is not the owner.</summary>
    const string SomebodyElse = "another user";

    /// <param name="files">Every file and directory that was listed.</param>
    /// <param name="configuration">The lines of nginx's configuration, for the user of its workers.</param>
    public static SocketFiles Of(IReadOnlyList<PathStep> files, IEnumerable<string> configuration)
    {
        var worker = WorkerIn(configuration);
        var sockets = files.Where(file => IsSocket(file) || !file.Exists).ToList();
        return new(
            [.. sockets.Select(socket => Access(socket, files, worker))],
            worker,
            worker == SomebodyElse ? [] : [worker],
            [.. sockets.Where(file => file.Exists).Select(file => file.Path)]
        );
    }

    static bool IsSocket(PathStep file) => file.Mode.StartsWith('s') || file.Path.Contains(".sock");

    static SocketPathAccess Access(PathStep socket, IReadOnlyList<PathStep> files, string worker)
    {
        var parents = files.Where(file =>
            file.Mode.StartsWith('d') && socket.Path.StartsWith(file.Path + "/")
        );
        List<PathStep> way = [.. parents, socket];
        var blocked = way.Find(step => step.Mode.Length > 0 && !step.CanBeTraversed(worker, [worker]));
        return new(socket.Path, way, blocked);
    }

    /// <summary>user www-data;</summary>
    static string WorkerIn(IEnumerable<string> configuration) =>
        configuration
            .Select(line => line.Trim().Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["user", _, ..])
            .Select(words => words[1])
            .FirstOrDefault(SomebodyElse);
}
