using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>When it began, and how: all at once, growing, in bursts, or before the window.</summary>
public static class Onset
{
    const int ShownMinutes = 12;

    /// <summary>Nothing when no minute has a failure.</summary>
    public static IEnumerable<Observation> Of(DiagnosisContext context)
    {
        if (
            context.Requests?.Minutes is not { Count: > 0 } minutes
            || minutes.All(minute => minute.Failed == 0)
        )
            yield break;
        var shown = minutes.TakeLast(ShownMinutes).Select(m => $"{m.At:HH:mm} {m.Failed}/{m.Requests}");
        yield return new("nginx.access-log", "onset", Shape(minutes));
        yield return new("nginx.access-log", "failedByMinute", string.Join(", ", shown));
    }

    /// <param name="minutes">Oldest first, at least one with a failure.</param>
    public static string Shape(IReadOnlyList<Minute> minutes)
    {
        var start = minutes.TakeWhile(minute => minute.Failed == 0).Count();
        var (before, since) = (minutes.Take(start).ToList(), minutes.Skip(start).ToList());
        var at = since[0].At.UtcDateTime.ToString("HH:mm");
        var share = $"{Share(since):0.#} % since";
        if (before.Sum(minute => minute.Requests) == 0)
            return $"failing since the first requests of the window ({at} UTC), {share}";
        var pauses = Enumerable.Range(0, since.Count).Count(index => IsPauseAfter(since, index));
        if (pauses > 0)
            return $"in {pauses + 1} bursts since {at} UTC, {share}";
        var how = Grows(since) ? "growing" : "all at once";
        return $"{how} from {at} UTC: none before, {share}";
    }

    /// <summary>A bad minute, two good ones, and a bad one later.</summary>
    static bool IsPauseAfter(List<Minute> minutes, int index) =>
        index < minutes.Count - 2
        && minutes[index].Failed > 0
        && minutes.Skip(index + 1).Take(2).All(minute => minute.Failed == 0)
        && minutes.Skip(index + 3).Any(minute => minute.Failed > 0);

    static bool Grows(List<Minute> minutes) =>
        minutes.Count >= 4 && Share(minutes.Take(2)) * 3 < Share(minutes.TakeLast(2));

    static double Share(IEnumerable<Minute> minutes) =>
        minutes.Sum(minute => minute.Requests) is > 0 and var all
            ? 100.0 * minutes.Sum(minute => minute.Failed) / all
            : 0;
}
