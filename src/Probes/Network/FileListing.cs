using System.Text.RegularExpressions;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>Reads what people copy of <c>ls -l</c>, <c>stat</c> and <c>namei -l</c>.</summary>
public static partial class FileListing
{
    public static IReadOnlyList<PathStep> Read(IEnumerable<string> lines)
    {
        var steps = new List<PathStep>();
        var directory = "";
        foreach (var line in lines.Select(line => ReadingLimits.Cut(line).Trim()))
        {
            if (Directory().Match(line) is { Success: true } heading)
                directory = heading.Groups["path"].Value.TrimEnd('/') + "/";
            else if (Row().Match(line) is { Success: true } row)
                steps.Add(StepOf(row.Groups, directory));
            else if (Missing().Match(line) is { Success: true } missing)
                steps.Add(new(BackendAddress.Normal(missing.Groups["path"].Value), false, "", "", ""));
            else if (line.StartsWith('/') && !line.Contains(' '))
                steps.Add(new(BackendAddress.Normal(line), true, "", "", ""));
        }
        return steps;
    }

    static PathStep StepOf(GroupCollection row, string directory)
    {
        var name = row["name"].Value.Split(" -> ")[0];
        var path = name.StartsWith('/') ? name : directory + name;
        return new(
            BackendAddress.Normal(path),
            Exists: true,
            row["mode"].Value,
            row["owner"].Value,
            row["group"].Value
        );
    }

    // srw-rw---- 1 shop shop 0 Jan  5 10:00 /run/shop/app.sock   |   srw-rw---- root root app.sock of namei
    [GeneratedRegex(
        @"^(?<mode>[-dlsp][-rwxsStT]{9})[.+@]?\s+(?:\d+\s+)?(?<owner>[\w.$-]+)\s+(?<group>[\w.$-]+)\s+(?:\d+,?\s+\S+\s+\S+\s+\S+\s+)?(?<name>\S.*)$"
    )]
    private static partial Regex Row();

    // /run/shop:
    [GeneratedRegex(@"^(?<path>/\S*):$")]
    private static partial Regex Directory();

    // ls: cannot access '/run/shop/app.sock': No such file or directory
    [GeneratedRegex(
        @"(?:cannot access|cannot stat|ls:) *['‘""]?(?<path>/[^'’"":]+)['’""]?: No such file or directory"
    )]
    private static partial Regex Missing();
}
