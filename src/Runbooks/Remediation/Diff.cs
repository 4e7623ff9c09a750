using DiffPlex.Renderer;

namespace ChatOps502.Runbooks.Remediation;

/// <summary>What a file loses and gains, as <c>diff -u</c> writes it.</summary>
static class Diff
{
    public static string Of(string file, string before, string after) =>
        UnidiffRenderer.GenerateUnidiff(before, after, file, file).Replace("\r", "").TrimEnd();
}
