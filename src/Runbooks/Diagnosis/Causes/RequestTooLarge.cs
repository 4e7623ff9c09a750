using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The request body is larger than allowed.</summary>
public sealed class RequestTooLarge : Cause
{
    public override string Id => "request-too-large";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.RequestTooLarge) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = "requests are larger than client_max_body_size";
        h.Explanation = "Clients send bodies above client_max_body_size; nginx answers 413 without asking a back end.";
        h.Mend(RemedyCatalog.Advice("raise client_max_body_size for the upload location only, together with the limit of the application"));
    }
}
