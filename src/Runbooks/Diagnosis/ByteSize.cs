namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Sizes as nginx and Java write them: 512, 16k, 8m, 2G.</summary>
static class ByteSize
{
    /// <returns>Bytes; null for anything else.</returns>
    public static long? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!long.TryParse(text.TrimEnd('k', 'K', 'm', 'M', 'g', 'G'), out var number))
            return null;
        return char.ToLowerInvariant(text[^1]) switch
        {
            'k' => number << 10,
            'm' => number << 20,
            'g' => number << 30,
            _ => number,
        };
    }
}
