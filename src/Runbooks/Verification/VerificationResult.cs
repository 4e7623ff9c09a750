namespace ChatOps502.Runbooks.Verification;

public enum Helped
{
    Yes,
    No,
    TooEarly,
}

/// <summary>One thing that was verified, in words.</summary>
public sealed record VerificationCheck(string Text, bool Ok);

/// <summary>Share of failing requests.</summary>
public sealed record FailureShare(long Failed, long Requests)
{
    public override string ToString() =>
        Requests == 0
            ? "no requests"
            : $"{Failed} of {Requests} requests failed ({100.0 * Failed / Requests:0.#} %)";
}

/// <summary>Did it help? With numbers.</summary>
/// <param name="Before">In the window before the fix.</param>
/// <param name="After">Since the fix, by byte offset of the access logs.</param>
public sealed record VerificationResult(
    Helped Helped,
    IReadOnlyList<VerificationCheck> Checks,
    FailureShare Before,
    FailureShare After,
    string Summary
)
{
    public bool Passed => Helped == Helped.Yes;
}
