using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ChatOps502.Probes.Text;

namespace ChatOps502.Runbooks;

static class PatternTimeHere
{
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "it must hold before the first pattern of this assembly is made"
    )]
    internal static void Set() => PatternTime.SetDefault();
}
