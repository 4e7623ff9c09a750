using ChatOps502.Bot.Configuration;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Bot.Access;

/// <summary>Access:Rules name permissions and actions that exist.</summary>
sealed class RulesAreKnown : ISettingsRule
{
    /// <summary>Actions that no remedy of a verdict has: steps of runbooks, and the undo.</summary>
    static readonly string[] OtherActions = ["command", "http", "config.undo"];

    public IEnumerable<string> Problems(Settings settings)
    {
        foreach (var (index, rule) in settings.Access.Rules.Index())
        {
            if (Permissions.Find(rule.Do) is null)
                yield return $"Access:Rules:{index}:Do = '{rule.Do}' is none of {string.Join(", ", Permissions.Names)}";
            foreach (var action in rule.Actions.Where(action => !IsKnown(action)))
                yield return $"Access:Rules:{index}:Actions: there is no action '{action}'; known: "
                    + string.Join(
                        ", ",
                        RemedyCatalog.All.Select(known => known.Name).Concat(OtherActions)
                    );
        }
    }

    static bool IsKnown(string action) =>
        OtherActions.Contains(action) || RemedyCatalog.Find(action) is not null;
}
