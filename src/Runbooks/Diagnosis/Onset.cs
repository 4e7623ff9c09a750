using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>When it began, and how: all at once, growing, in bursts, or before the window.</summary>
public static class Onset
{
    const int Shown = 12;

    public static IEnumerable<Observation> Of(Situation s)
    {
        if (s.Requests?.Minutes is not { Count: > 0 } minutes || minutes.All(m => m.Failed == 0))
            yield break;
        yield return new("nginx.access-log", "onset", Shape(minutes));
        yield return new(
            "nginx.access-log",
            "failedByMinute",
            string.Join(", ", minutes.TakeLast(Shown).Select(m => $"{m.At:HH:mm} {m.Failed}/{m.Requests}"))
        );
    }

    /// <param name="minutes">Oldest first, at least one with a failure.</param>
    public static string Shape(IReadOnlyList<Minute> minutes)
    {
        var start = minutes.TakeWhile(m => m.Failed == 0).Count();
        var (before, since) = (minutes.Take(start).ToList(), minutes.Skip(start).ToList());
        var at = since[0].At.UtcDateTime.ToString("HH:mm");
        var share = $"{Share(since):0.#} % since";
        if (before.Sum(m => m.Requests) == 0)
            return $"failing since the first requests of the window ({at} UTC), {share}";
        // a gap of two good minutes between two bad ones
        var bursts = Enumerable
            .Range(0, Math.Max(since.Count - 2, 0))
            .Count(i =>
                since[i].Failed > 0
                && since.Skip(i + 1).Take(2).All(m => m.Failed == 0)
                && since.Skip(i + 3).Any(m => m.Failed > 0)
            );
        if (bursts > 0)
            return $"in {bursts + 1} bursts since {at} UTC, {share}";
        var grows = since.Count >= 4 && Share(since.Take(2)) * 3 < Share(since.TakeLast(2));
        return $"{(grows ? "growing" : "all at once")} from {at} UTC: none before, {share}";
    }

    static double Share(IEnumerable<Minute> minutes) =>
        minutes.Sum(m => m.Requests) is > 0 and var all ? 100.0 * minutes.Sum(m => m.Failed) / all : 0;
}
