namespace ChatOps502.Bot.Interactions;

/// <summary>What somebody entered into a form.</summary>
/// <param name="Entered">By the field's key.</param>
public sealed record FormValues(IReadOnlyDictionary<string, string> Entered)
{
    public static readonly FormValues None = new(new Dictionary<string, string>());

    /// <summary>Of a decision.</summary>
    public static FormValues Because(string reason) =>
        new(new Dictionary<string, string> { [Forms.Reason] = reason });

    /// <summary>Trimmed; "" for nothing.</summary>
    public string this[string key] => Entered.GetValueOrDefault(key, "").Trim();
}
