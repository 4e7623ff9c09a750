using System.Runtime.InteropServices;

namespace ChatOps502.TestKit.Fuzz;

/// <summary>The time this thread had a processor: what others do on the machine meanwhile does not count.</summary>
static partial class ThreadTime
{
    const int OfThisThread = 3; // CLOCK_THREAD_CPUTIME_ID of <time.h>

    [StructLayout(LayoutKind.Sequential)]
    struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out TimeSpec time);

    public static double Ms =>
        Read(OfThisThread, out var time) == 0
            ? time.Seconds * 1e3 + time.Nanoseconds / 1e6
            : throw new PlatformNotSupportedException();
}
