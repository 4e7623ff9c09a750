using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>When it began, and how: all at once, growing, in bursts, or before the window.</summary>
public static class Onset
{
    const int ShownMinutes = 12;

    /// <summary>So many good minutes in a row end an outage.</summary>
    const int LongGood = 4;

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
        var start = Start(minutes);
        var since = minutes.Skip(start).ToList();
        var at = since[0].At.UtcDateTime.ToString("HH:mm");
        var share = $"{Share(since):0.#} % since";
        if (minutes.Take(start).Sum(minute => minute.Requests) == 0)
            return $"failing since the first requests of the window ({at} UTC), {share}";
        var pauses = Enumerable.Range(0, since.Count).Count(index => IsPauseAfter(since, index));
        if (pauses > 0)
            return $"in {pauses + 1} bursts since {at} UTC, {share}";
        var how = Grows(since) ? "growing" : "all at once";
        return $"{how} from {at} UTC: {Before(minutes.Take(start))}, {share}";
    }

    /// <summary>
    /// The last change from good to bad: an outage that ended long before the present one is another one, and a stray
    /// failure is none.
    /// </summary>
    static int Start(IReadOnlyList<Minute> minutes)
    {
        var first = minutes.TakeWhile(minute => minute.Failed == 0).Count();
        var worst = minutes.Max(ShareOf);
        var start = Enumerable.Range(first, minutes.Count - first).LastOrDefault(BeginsBad, first);
        return start;

        bool IsBad(int index) => minutes[index].Failed > 0 && ShareOf(minutes[index]) * 5 >= worst;
        bool BeginsBad(int index) =>
            IsBad(index)
            && index - first >= LongGood
            && Enumerable.Range(index - LongGood, LongGood).All(IsGood);
        bool IsGood(int index) => minutes[index].Requests > 0 && !IsBad(index);
    }

    static double ShareOf(Minute minute) =>
        minute.Requests > 0 ? (double)minute.Failed / minute.Requests : 0;

    static string Before(IEnumerable<Minute> minutes) =>
        Share(minutes) is > 0 and var share ? $"{share:0.#} % before" : "none before";

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
