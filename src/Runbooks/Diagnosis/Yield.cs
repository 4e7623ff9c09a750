namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>One row of <see cref="Precedence"/>: a cause yields to a rival where the sentence holds.</summary>
/// <param name="Points">What it loses.</param>
/// <param name="Sentence">Why the rival fits better, in words; null where it does not.</param>
sealed record Yield(Type Cause, Type Rival, double Points, Func<FailingUpstream, string?> Sentence)
{
    public Rule AsRule => Rule.Against(Points, Sentence);

    public static From<TCause> Of<TCause>()
        where TCause : Cause => new();

    /// <summary>The beginning of a row.</summary>
    public readonly struct From<TCause>
        where TCause : Cause
    {
        public Yield To<TRival>(double points, Func<FailingUpstream, string?> sentence)
            where TRival : Cause => new(typeof(TCause), typeof(TRival), points, sentence);
    }
}
