using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>nginx has marked every peer of the group as failed.</summary>
public sealed class NoLiveUpstreams : Cause
{
    public override string Id => "no-live-upstreams";

    public override string Family => "backend-unavailable";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.NoLiveUpstreams) is not { } lines) return;
        h.For(Weight.Named, lines);
        if (f.Signals.Count > 1) h.Against(Weight.Rivalled, "the other lines say what the peers failed of");
        h.Title = $"every peer of {f.Where} is marked down";
        h.Explanation = $"nginx has no live peer left for {f.Where}: each failed max_fails times within fail_timeout. Why they failed stands in the lines before.";
        h.Mend(RemedyCatalog.Advice("look at what the peers failed of first; with a single server max_fails=0 keeps nginx trying"));
    }
}
