using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;
using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>Sorts mixed text, as people paste it, into kinds of evidence: line by line, by shape.</summary>
sealed class PastedText
{
    readonly Dictionary<string, List<string>> _lines = [];

    /// <summary>The table, file or command that the next lines belong to; null outside of one.</summary>
    string? _block;

    /// <summary>True below a command: blank lines do not end its output.</summary>
    bool _isOutput;

    /// <summary>Open braces of a configuration.</summary>
    int _depth;

    public IReadOnlyDictionary<string, List<string>> Lines => _lines;

    /// <param name="otherwise">The kind of a line whose shape says nothing.</param>
    public void AddMixed(IReadOnlyList<string> lines, string otherwise = PasteKey.App)
    {
        (_block, _isOutput, _depth) = (null, false, 0);
        foreach (var line in NginxEntries.WithoutForeignLines(Unwrapped(lines)))
            Sort(line, otherwise);
    }

    public void Add(string key, string line)
    {
        if (!_lines.TryGetValue(key, out var list))
            _lines[key] = list = [];
        list.Add(line);
    }

    /// <summary>Lines of nginx's error log alone.</summary>
    public void AddErrorLog(IReadOnlyList<string> lines)
    {
        foreach (var line in NginxEntries.WithoutForeignLines(Unwrapped(lines)))
            Add(PasteKey.ErrorLog, line);
    }

    List<string> Unwrapped(IReadOnlyList<string> lines)
    {
        var stripped = lines.Select(line => LogPrefix.Strip(ReadingLimits.Cut(line))).ToList();
        foreach (var service in stripped.Select(line => line.Who).OfType<string>().Distinct())
            Add(PastedPlaces.ComposeServices, service);
        return [.. WrappedLines.Join([.. stripped.SelectMany(line => line.Text.Split('\n'))])];
    }

    void Sort(string line, string otherwise)
    {
        if (line.Trim().Length == 0 || line.StartsWith("```"))
            EndBlock();
        else if (PasteShapes.IsNginxError(line))
            Add(PasteKey.ErrorLog, line);
        else if (PastePrompt.KeyOf(line) is { } printed)
            (_block, _isOutput, _depth) = (printed, true, 0);
        else
            Add(KeyOf(line) ?? otherwise, line);
    }

    void EndBlock()
    {
        if (!_isOutput && _depth <= 0 && _block is not PasteKey.Kubernetes)
            _block = null;
    }

    string? KeyOf(string line)
    {
        if (PasteShapes.OfLog(line) is { } log)
            return log;
        if (_block == PasteKey.Configuration)
            return InConfiguration(line);
        if (PasteShapes.OfHeading(line) is { } heading)
            return BeginBlock(heading);
        var row = PasteShapes.OfRow(line);
        if (row == PasteKey.Configuration)
            return BeginConfiguration(line);
        if (_block is null || row is PasteKey.ErrorLog or PasteKey.Journal)
            return row ?? _block;
        return _block;
    }

    string BeginBlock(string key)
    {
        (_block, _isOutput) = (key, false);
        return key;
    }

    string BeginConfiguration(string line)
    {
        _depth = 0;
        (_block, _isOutput) = (PasteKey.Configuration, false);
        return InConfiguration(line);
    }

    string InConfiguration(string line)
    {
        _depth += line.Count(c => c == '{') - line.Count(c => c == '}');
        if (_depth <= 0 && !_isOutput)
            _block = null;
        return PasteKey.Configuration;
    }
}
