namespace ChatOps502.Runbooks.Loading.Validation;

/// <summary>Every rule. One file and one line each.</summary>
static class RunbookRules
{
    public static IReadOnlyList<IRunbookRule> All { get; } =
    [
        new IdsAreUnique(),
        new PathsReferToEarlierSteps(),
        new ChangesAreApproved(),
        new NamesAreTypeable(),
    ];
}
