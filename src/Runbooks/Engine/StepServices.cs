using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Engine;

/// <summary>What all steps share.</summary>
public sealed record StepServices(
    IHosts Hosts,
    HostCheck Check,
    HostVerification Verification,
    IEvidenceStore Evidence,
    IChangeBudget Budget,
    StepDefaults Defaults,
    HttpClient Http,
    TimeProvider Clock
);

/// <param name="Since">How far back a check looks when the step does not say.</param>
/// <param name="Burst">Requests in a verification's burst; never exceeded.</param>
/// <param name="VerifyPaths">Paths every verification requests besides those that failed.</param>
public sealed record StepDefaults(
    TimeSpan Since,
    TimeSpan CheckTimeout,
    int Burst,
    IReadOnlyList<string> VerifyPaths
);
