using System.Security.Cryptography;

namespace ChatOps502.Runbooks.Executors;

/// <summary>
/// What makes a change happen once: its host keeps the ticket when the command begins, and refuses it from then on.
/// So a
/// bot that died in between may simply send the command again.
/// </summary>
/// <param name="Number">Letters and digits, different for every change.</param>
/// <param name="IsSecondTurn">True when an earlier bot may have sent it already.</param>
public sealed record Ticket(string Number, bool IsSecondTurn = false)
{
    public static Ticket New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)));

    /// <summary>As the guard on the host reads it.</summary>
    public override string ToString() => (IsSecondTurn ? "again:" : "first:") + Number;
}
