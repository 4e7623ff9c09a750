using System.Reflection;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Probes.Tests.Text;

public sealed class PatternTimeTests
{
    [Fact]
    public void Every_pattern_of_Probes_and_Runbooks_gives_up_after_a_second()
    {
        var patterns = new[] { typeof(Probe).Assembly, typeof(Runbook).Assembly }
            .SelectMany(a => a.GetTypes())
            .SelectMany(Patterns)
            .ToList();
        Assert.True(patterns.Count > 30);
        Assert.All(
            patterns,
            p => Assert.True(p.MatchTimeout == PatternTime.Limit, $"{p} has {p.MatchTimeout}")
        );
    }

    static IEnumerable<Regex> Patterns(Type type) =>
        type.GetMethods(
                BindingFlags.Static
                    | BindingFlags.NonPublic
                    | BindingFlags.Public
                    | BindingFlags.DeclaredOnly
            )
            .Where(m =>
                m.ReturnType == typeof(Regex)
                && m.GetParameters().Length == 0
                && !type.ContainsGenericParameters
            )
            .Select(m => (Regex)m.Invoke(null, null)!);
}
