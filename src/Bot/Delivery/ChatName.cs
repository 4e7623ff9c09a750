namespace ChatOps502.Bot.Delivery;

/// <summary>A chat that every message of a thread goes to.</summary>
sealed record ChatName(string Name);
