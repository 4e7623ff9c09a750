using System.Text.RegularExpressions;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end fails because its database or another dependency does.</summary>
public sealed partial class DependencyDown : Cause
{
    public override string Id => "dependency-down";

    public override string Family => "backend-unavailable";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var words = s.JournalOf(f.Owner?.Service).Where(e => e.Source != "systemd").Select(e => e.Message.Split('\n')[0]).Concat(s.PastedAppLog).LastOrDefault(m => Dependency().IsMatch(m));
        if (words is null || f.Count == 0) return;
        h.For(new(4.4, "the application itself names the dependency it fails at"), "services.journal", words);
        if (f.Signals.FirstOrDefault() is { } lines) h.For(Weight.Hinted, lines);
        h.Title = $"{f.Owner?.Service ?? "the back end"} fails at a dependency";
        h.Explanation = $"{f.Owner?.Service ?? "The back end"} says why it does not serve {f.Where}: {words}";
        h.Mend(RemedyCatalog.Advice("mend the dependency first (is it up, reachable, does the login work?); restarting the back end alone changes nothing"));
    }

    // connection to server at "postgres" (172.18.0.3), port 5432 failed: FATAL: password authentication failed   |   SQLSTATE[HY000] [2002] Connection refused   |   Waiting for database to be ready...
    [GeneratedRegex(@"(?i)(?:password authentication failed|SQLSTATE\[\w+\] ?\[\d+\]|(?:waiting for|could not connect to|can't connect to|connection to|unable to connect to|lost connection to|error connecting to)\b.{0,60}\b(?:server at|database|postgres\w*|mysql|mariadb|redis|mongo\w*|db)\b|ECONNREFUSED.{0,40}:(?:5432|3306|6379|27017)\b|(?:redis|mysql|postgres\w*|mongo\w*).{0,60}(?:connection refused|timed? ?out|unavailable|has gone away))")]
    private static partial Regex Dependency();
}
