using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>Reads the answer of the access-log probe, log by log.</summary>
/// <param name="configuration">Knows the format of each log.</param>
/// <param name="zone">The host's offset; null when it is unknown.</param>
sealed class AccessLogReader(NginxConfiguration? configuration, TimeSpan? zone)
{
    const int MostLogs = 200;

    /// <summary>A log with fewer lines in the window comes whole; of a busier one only the failed requests.</summary>
    const int MostWholeLines = 2000;

    readonly List<LogPosition> _positions = [];
    readonly List<AccessLine> _lines = [];
    readonly List<Minute> _minutes = [];
    readonly Dictionary<int, long> _byStatus = [];

    /// <summary>As the host counted this log, by the first number that looks like a status.</summary>
    Dictionary<int, long> _hostCounts = [];
    AccessFormat _format = AccessFormat.Combined;
    LogCut? _cut;
    long _requests,
        _requestsOfLog;

    bool IsWhole => _requestsOfLog <= MostWholeLines;

    public void Add(string line)
    {
        if (line.After("@file ") is { } file)
            BeginLog(file.Split('\t'));
        else if (line.After("@status ")?.Split(' ') is [var code, var count])
            _hostCounts[int.Parse(code)] = Counted.Of(count);
        else if (line.After("@minute ") is { } minute)
            AddMinute(minute.Split(' '));
        else if (line.After("@total ") is { } total)
            CountLog(Counted.Of(total));
        else if (line.After("@more ") is { } more)
            _requests += Counted.Of(more);
        else if (line.StartsWith("@cut"))
            _cut = LogCuts.Latest(_cut, line);
        else if (line.After(">") is { } request)
            AddRequest(request);
    }

    public AccessLogs Result() =>
        new(
            _requests,
            _byStatus,
            [.. _lines.OrderBy(line => line.Time ?? DateTimeOffset.MinValue)],
            _positions
        )
        {
            Cut = _cut,
            Minutes = [.. _minutes.GroupBy(minute => minute.At).Select(Sum).OrderBy(minute => minute.At)],
        };

    void BeginLog(string[] parts)
    {
        _positions.Add(new(parts[0], Counted.Of(parts.ElementAtOrDefault(1) ?? "")));
        ReadingLimits.Hold(_positions.Count, MostLogs, "access logs");
        _format = configuration?.FormatOf(parts[0]) ?? AccessFormat.Combined;
        _hostCounts = [];
    }

    void AddMinute(string[] words)
    {
        if (words is not [var key, var requests, var failed])
            return;
        if (LogKey.Time(key, zone ?? TimeSpan.Zero) is { } at)
            _minutes.Add(new(at, Counted.Of(requests), Counted.Of(failed)));
    }

    /// <summary>A log that comes whole is counted line by line, exactly; a busy one was counted on the host.</summary>
    void CountLog(long requests)
    {
        _requestsOfLog = requests;
        _requests += requests;
        if (IsWhole)
            return;
        foreach (var (status, count) in _hostCounts.Where(pair => pair.Key > 0))
            _byStatus[status] = _byStatus.GetValueOrDefault(status) + count;
    }

    void AddRequest(string text)
    {
        if (_format.Read(text) is not { Status: { } status } line)
            return;
        _lines.Add(line);
        if (IsWhole)
            _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
    }

    static Minute Sum(IGrouping<DateTimeOffset, Minute> same) =>
        new(same.Key, same.Sum(minute => minute.Requests), same.Sum(minute => minute.Failed));
}
