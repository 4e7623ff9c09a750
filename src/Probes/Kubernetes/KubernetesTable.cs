using System.Text.RegularExpressions;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Kubernetes;

/// <summary>Reads what people copy of <c>kubectl get pods</c> and <c>get endpoints</c>, row by row.</summary>
public static partial class KubernetesTable
{
    const string Source = "kubernetes";

    public static IEnumerable<Remark> Read(IEnumerable<string> lines)
    {
        var isEndpoints = false;
        foreach (var line in lines.Select(line => ReadingLimits.Cut(line).Trim()))
        {
            if (line.StartsWith("NAME"))
                isEndpoints = line.Contains("ENDPOINTS");
            else if (isEndpoints && line.Contains("<none>"))
                yield return new(RemarkKind.NoEndpoints, Source, line);
            else if (Pod().Match(line) is { Success: true } pod && ReadPod(pod.Groups) is { } kind)
                yield return new(kind, Source, line);
        }
    }

    /// <summary>A pod that runs and is not ready gets no requests; a young one may still become ready.</summary>
    static RemarkKind? ReadPod(GroupCollection pod)
    {
        if (pod["ready"].Value == pod["all"].Value)
            return null;
        return Seconds().IsMatch(pod["age"].Value) ? RemarkKind.Starting : RemarkKind.NoEndpoints;
    }

    // web-7d9c5-abcde   0/1   Running   0   5m
    [GeneratedRegex(@"^\S+\s+(?<ready>\d+)/(?<all>\d+)\s+Running\s+\d+(?: \([^)]*\))?\s+(?<age>\w+)")]
    private static partial Regex Pod();

    // 45s
    [GeneratedRegex(@"^\d{1,2}s$")]
    private static partial Regex Seconds();
}
