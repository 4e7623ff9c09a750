namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Sizes as nginx and Java write them: 512, 16k, 8m, 2G.</summary>
static class ByteSize
{
    /// <returns>Bytes; null for anything else.</returns>
    public static long? Of(string? text) =>
        text is { Length: > 0 } && long.TryParse(text.TrimEnd('k', 'K', 'm', 'M', 'g', 'G'), out var n)
            ? char.ToLowerInvariant(text[^1]) switch
            {
                'k' => n << 10,
                'm' => n << 20,
                'g' => n << 30,
                _ => n,
            }
            : null;
}
