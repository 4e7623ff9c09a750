using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end's answer breaks the rules of HTTP, and nginx refuses it.</summary>
public sealed class BadResponse : Cause
{
    public override string Id => "bad-response";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.Logged(Points.Decisive, ErrorKind.BadResponse)];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            $"the answer of {upstream} breaks HTTP",
            $"{upstream} answers, and nginx refuses what it sends: {WhatIsWrong(upstream)}."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [Remedy.Advice(Advice(upstream))];

    static string WhatIsWrong(FailingUpstream upstream)
    {
        if (upstream.LogSays("at the same time"))
            return "it has both Content-Length and Transfer-Encoding, which nginx does not accept";
        if (upstream.LogSays("duplicate header line"))
            return "a header that may come once comes twice";
        if (upstream.LogSays("Content-Length"))
            return "its Content-Length does not fit its body, or is no number";
        if (upstream.LogSays("chunked"))
            return "the chunks of its body are malformed";
        return upstream.LogSays("invalid header")
            ? "one of its header lines is malformed"
            : "it is malformed";
    }

    static string Advice(FailingUpstream upstream)
    {
        const string look =
            "look at the raw answer (curl -sv --raw) and mend the header in the application";
        if (upstream.LogSays("at the same time"))
            return $"{look}: send one of the two; until then proxy_http_version 1.0 for that location asks for "
                + "an answer "
                + "without chunks, at the cost of a new connection for each request";
        return upstream.LogSays("duplicate header line")
            ? $"{look}: it, or a proxy before it, sets the header twice; nginx refuses that since 1.23"
            : look;
    }
}
