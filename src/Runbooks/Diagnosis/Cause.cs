using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>A cause in words: what is wrong, in one line and in a few sentences.</summary>
public sealed record Wording(string Title, string Explanation);

/// <summary>
/// One possible cause of a 502, declared: the engine asks its rules at each failing upstream. Whom it yields to stands
/// in <see cref="Precedence"/>.
/// </summary>
public abstract class Cause
{
    /// <summary>The fixed name of the contract, for example <c>backend-down</c>.</summary>
    public abstract string Id { get; }

    /// <summary>One of <see cref="CauseFamily"/>.</summary>
    public abstract string Family { get; }

    /// <summary>The evidence that opens this cause. Where none of it is found, the cause is not considered.</summary>
    public abstract IReadOnlyList<Rule> Symptoms { get; }

    /// <summary>What else speaks for or against it, once it is open.</summary>
    public virtual IReadOnlyList<Rule> Rules => [];

    /// <summary>False for upstreams that it cannot concern.</summary>
    public virtual bool Concerns(FailingUpstream upstream) => true;

    public abstract Wording Describe(FailingUpstream upstream);

    /// <summary>Ways to fix it, best first. Null: that one cannot be done here.</summary>
    public abstract IEnumerable<Remedy?> Remedies(FailingUpstream upstream);
}

/// <summary>The families of causes, as the contract names them.</summary>
static class CauseFamily
{
    public const string BackendUnavailable = "backend-unavailable";
    public const string ResourceExhaustion = "resource-exhaustion";
    public const string Misconfiguration = "misconfiguration";
    public const string Permission = "permission";
    public const string Network = "network";
}
