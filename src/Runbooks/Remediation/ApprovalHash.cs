using System.Security.Cryptography;
using System.Text;

namespace ChatOps502.Runbooks.Remediation;

/// <summary>
/// What an approval is bound to. Another host, another word of the command or another cause is another hash.
/// </summary>
public static class ApprovalHash
{
    /// <param name="cause">The diagnosis the action answers, with its subject; for a plain command the step's
    /// id.</param>
    public static string Of(string host, IReadOnlyList<string> argv, string cause) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(host + "\n" + string.Join('\0', argv) + "\n" + cause))
        );
}
