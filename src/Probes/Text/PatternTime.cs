using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ChatOps502.Probes.Text;

/// <summary>No pattern may match for longer than a second, whatever text it meets.</summary>
/// <remarks>The second net below <see cref="ReadingLimits"/>. Generated patterns take the default when the first of
/// their assembly is used.</remarks>
public static class PatternTime
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "it must hold before the first pattern of this assembly is made"
    )]
    internal static void Set() => SetDefault();

    /// <summary>For assemblies above this one, from their own initializer.</summary>
    public static void SetDefault() =>
        AppDomain.CurrentDomain.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", Limit);
}
