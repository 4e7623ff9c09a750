namespace ChatOps502.Bot.Redaction;

/// <summary>One kind of secret, and how it is found. Every rule takes linear time.</summary>
interface IRule
{
    /// <returns>The text itself when there is nothing to hide.</returns>
    string Mask(string text);
}
