using ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class RolloutRaceTests
{
    const string Killing = "12s   Normal   Killing   pod/cart-6d-x7   Stopping container cart";

    static readonly string[] Events = ["LAST SEEN   TYPE   REASON   OBJECT   MESSAGE", Killing];

    [Fact]
    public void A_pod_that_was_stopped_still_got_requests() =>
        Paste.AssertFirst("rollout-race", Paste.Judge([Paste.Line(LogMessages.Refused), "", .. Events]));

    [Fact]
    public void A_slow_answer_has_nothing_to_do_with_it() =>
        Paste.AssertFirst("backend-slow", Paste.Judge([Paste.Line(LogMessages.Late), "", .. Events]));
}
