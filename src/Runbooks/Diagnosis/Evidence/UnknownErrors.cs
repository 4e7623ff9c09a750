using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Error lines of nginx that no rule knows: they are quoted, and never taken for good news.</summary>
static class UnknownErrors
{
    /// <summary>Beginnings of messages about requests that fail for a reason of their own.</summary>
    static readonly string[] OfTheRequest =
    [
        "access forbidden",
        "limiting ",
        "directory index of",
        "user \"",
        "no user/password",
        "rewrite or internal redirection cycle",
        "invalid host in request line",
        "ModSecurity",
    ];

    /// <summary>What clients and nginx's own rules cause on a sound host.</summary>
    static readonly string[] Harmless =
    [
        "No such file or directory)",
        "(20: Not a directory)",
        "(36: File name too long)",
        "is forbidden",
        "limiting requests",
        "limiting connections",
        "delaying request",
        "was not found in",
        "password mismatch",
        "is not found",
        "client ",
        "OCSP",
        "ocsp",
        "SSL_shutdown() failed",
        "no connection data found for keepalive",
        "open socket #",
    ];

    /// <summary>Lines of level error and above, the newest last.</summary>
    public static IEnumerable<ErrorLine> In(DiagnosisContext context) =>
        Lines(context).Where(line => IsError(line) && IsUnknown(line) && !IsOfTheRequest(line));

    /// <summary>The newest such line of the window; null when there is none.</summary>
    public static ErrorLine? Newest(DiagnosisContext context) =>
        In(context).LastOrDefault(line => IsInWindow(context, line) && !IsHarmless(line));

    /// <summary>Lines of any level that say nothing about a back end, the newest last.</summary>
    public static IEnumerable<ErrorLine> Unjudged(DiagnosisContext context) =>
        Lines(context).Where(line => !ErrorKinds.Classify(line).IsFailure());

    static IEnumerable<ErrorLine> Lines(DiagnosisContext context) =>
        context.Facts.Find<ErrorLog>()?.Lines ?? [];

    static bool IsUnknown(ErrorLine line) => ErrorKinds.Classify(line) == ErrorKind.Other;

    static bool IsError(ErrorLine line) => line.Level is "error" or "crit" or "alert" or "emerg" or null;

    static bool IsHarmless(ErrorLine line) => Harmless.Any(text => line.Message.Contains(text));

    static bool IsInWindow(DiagnosisContext context, ErrorLine line) =>
        context.TimeOf(line) is not { } at
        || at >= context.Now - context.Since && !context.Clock.IsAhead(at);

    static bool IsOfTheRequest(ErrorLine line) =>
        Array.Exists(OfTheRequest, beginning => line.Message.StartsWith(beginning))
        || line is { Errno: 2 or 13 or 20 } && line.Message.StartsWith("open() ") && line.Phase is null;
}
