using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChatOps502.Runbooks.Loading;

/// <summary>
/// What a runbook's YAML may not be. Checked before a tree is made of it: an alias could make one that contains itself.
/// </summary>
static class YamlLimits
{
    const int Longest = 256 << 10;
    const int Deepest = 32;
    const int MostParts = 20_000;

    /// <summary>The stream and its document are not groups.</summary>
    const int Outermost = -2;

    /// <param name="yaml">The text.</param>
    /// <param name="line">The line that was read last.</param>
    /// <returns>Why it is refused; null when it is within the limits.</returns>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static string? Refuses(string yaml, ref int line)
    {
        if (yaml.Length > Longest)
            return $"a runbook has at most {Longest} characters, this one has {yaml.Length}";
        var parser = new Parser(new StringReader(yaml));
        var depth = Outermost;
        var parts = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            line = (int)Math.Max(current.Start.Line, line);
            if (current is AnchorAlias)
                return "aliases (*name) are not supported: write the part out";
            if (++parts > MostParts)
                return $"a runbook has at most {MostParts} keys, values and list items";
            if (depth > Deepest)
                return $"groups and lists are nested more than {Deepest} deep";
            depth += current.NestingIncrease;
        }
        return null;
    }
}
