using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Lines of level error and worse that no rule knows: nobody can say that they are harmless.</summary>
static class UnknownErrors
{
    static readonly string[] Severe = ["error", "crit", "alert", "emerg"];

    /// <summary>What clients and nginx's own rules cause on a sound host.</summary>
    static readonly string[] Harmless =
    [
        "No such file or directory)",
        "(20: Not a directory)",
        "(36: File name too long)",
        "is forbidden",
        "access forbidden by rule",
        "limiting requests",
        "limiting connections",
        "delaying request",
        "was not found in",
        "password mismatch",
        "no user/password was provided",
        "is not found",
        "client ",
        "OCSP",
        "ocsp",
        "SSL_shutdown() failed",
        "no connection data found for keepalive",
        "open socket #",
    ];

    /// <summary>The newest such line of the window; null when there is none.</summary>
    public static ErrorLine? Newest(DiagnosisContext context) =>
        context
            .Facts.Find<ErrorLog>()
            ?.Lines.LastOrDefault(line => IsUnknown(line) && IsInWindow(context, line));

    static bool IsUnknown(ErrorLine line) =>
        Severe.Contains(line.Level)
        && ErrorKinds.Classify(line) == ErrorKind.Other
        && !Harmless.Any(text => line.Message.Contains(text));

    static bool IsInWindow(DiagnosisContext context, ErrorLine line) =>
        context.TimeOf(line) is not { } at || at >= context.Now - context.Since && !context.Clock.IsAhead(at);
}
