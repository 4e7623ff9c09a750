using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

/// <summary>What people paste, and what is said of it.</summary>
static class Paste
{
    public static Verdict Judge(params IReadOnlyList<string> lines)
    {
        var (verdict, problem) = PastedEvidence.Judge("pasted", string.Join('\n', lines), Scene.Now);
        Assert.Null(problem);
        return verdict!;
    }

    /// <summary>A line of nginx's error log about an upstream.</summary>
    public static string Line(
        string message,
        string upstream = "http://10.7.0.4:8080/",
        string level = "error"
    ) =>
        $"2026/11/22 02:59:30 [{level}] 31#31: *9 {message}, client: 198.51.100.7, server: cart.example, "
        + $"request: \"GET /basket HTTP/1.1\", upstream: \"{upstream}\", host: \"cart.example\"";

    public static string Request(int status, string rest = "") =>
        $"198.51.100.7 - - [22/Nov/2026:02:59:30 +0000] \"GET /basket HTTP/1.1\" {status} 150 \"-\" \"curl/8\"{rest}";

    public static void AssertFirst(string cause, Verdict verdict)
    {
        Assert.True(cause == verdict.First?.Cause, $"{verdict.First?.Cause}: {verdict.Summary}");
        Assert.Equal(VerdictStatus.Unhealthy, verdict.Status);
        Assert.InRange(verdict.Diagnoses.Sum(diagnosis => diagnosis.Confidence), 0, 1.0001);
    }
}
