namespace ChatOps502.Probes.Text;

/// <summary>Pairs such as <c>errno=111</c>. Of a key that comes twice the first counts.</summary>
public static class KeyValues
{
    public static Dictionary<string, string> Of(IEnumerable<string> words, char between = '=')
    {
        var values = new Dictionary<string, string>();
        foreach (var word in words)
            if (word.Split(between, 2) is [var key, var value])
                values.TryAdd(key, value);
        return values;
    }
}
