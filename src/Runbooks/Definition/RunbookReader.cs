using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ChatOps502.Runbooks.Definition;

/// <summary>Reads a runbook from YAML. Reports all problems at once, each with file and line.</summary>
public static class RunbookReader
{
    const int Longest = 256 << 10,
        Deepest = 32,
        MostParts = 20_000,
        MostSteps = 500,
        MostProblems = 100;

    static readonly string[] Common = ["id", "when", "timeout", "retries", "on-failure"];

    public static (Runbook? Runbook, IReadOnlyList<Problem> Problems) Read(string yaml, string file)
    {
        var problems = new List<Problem>();
        if (Root(yaml, file, problems) is not { } root)
            return (null, problems);
        var part = new YamlPart(root, file, problems);
        var runbook = new Runbook(
            part.Required("name"),
            part.Required("title"),
            part.Text("description") ?? "",
            Steps(part.Node("steps"), part, "steps"),
            yaml
        );
        part.NothingElse("a runbook");
        if (runbook.AllSteps.Count() > MostSteps)
            problems.Add(new(file, 1, $"a runbook has at most {MostSteps} steps"));
        else
            foreach (var rule in RunbookRules.All)
                problems.AddRange(
                    rule.Check(runbook).Take(MostProblems).Select(p => new Problem(file, p.Line, p.Text))
                );
        return (problems.Count == 0 ? runbook : null, [.. problems.OrderBy(p => p.Line).Take(MostProblems)]);
    }

    static YamlMappingNode? Root(string yaml, string file, List<Problem> problems)
    {
        var at = 1;
        try
        {
            if (Refused(yaml, ref at) is { } why)
                problems.Add(new(file, at, why));
            else if (Mapping(yaml) is { } map)
                return map;
            else
                problems.Add(new(file, 1, "a runbook is one YAML document with name, title and steps"));
        }
        catch (YamlException e)
        {
            problems.Add(
                new(file, (int)Math.Max(e.Start.Line, 1), $"not valid YAML: {e.InnerException?.Message ?? e.Message}")
            );
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // the library throws what it likes on odd text
            problems.Add(new(file, at, $"not valid YAML: {e.Message}"));
        }
        return null;
    }

    static YamlMappingNode? Mapping(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents is [{ RootNode: YamlMappingNode map }] ? map : null;
    }

    /// <summary>
    /// What cannot be a runbook, found before a tree is made of it: an alias could make one that contains itself.
    /// </summary>
    /// <param name="yaml">The text.</param>
    /// <param name="at">The line that was read last.</param>
    /// <returns>In words; null when nothing speaks against it.</returns>
    static string? Refused(string yaml, ref int at)
    {
        if (yaml.Length > Longest)
            return $"a runbook has at most {Longest} characters, this one has {yaml.Length}";
        var parser = new Parser(new StringReader(yaml));
        // the stream and its document are no groups
        var (depth, parts) = (-2, 0);
        for (; parser.MoveNext(); depth += parser.Current!.NestingIncrease)
        {
            at = (int)Math.Max(parser.Current!.Start.Line, at);
            if (parser.Current is AnchorAlias)
                return "aliases (*name) are not understood: write the part out";
            if (++parts > MostParts)
                return $"a runbook has at most {MostParts} keys, values and list items";
            if (depth > Deepest)
                return $"groups and lists are nested more than {Deepest} deep";
        }
        return null;
    }

    /// <summary>A list of steps; also used by the kinds that hold steps.</summary>
    public static IReadOnlyList<Step> Steps(YamlNode? node, YamlPart owner, string key)
    {
        if (node is not YamlSequenceNode list || list.Children.Count == 0)
        {
            owner.Problems.Add(
                new(
                    owner.File,
                    node is null ? owner.Line : (int)node.Start.Line,
                    $"{key} must be a list with at least one step"
                )
            );
            return [];
        }
        return [.. list.Children.Select(c => One(c, owner)).OfType<Step>()];
    }

    static Step? One(YamlNode node, YamlPart owner)
    {
        if (node is not YamlMappingNode map)
        {
            owner.Problems.Add(
                new(owner.File, (int)node.Start.Line, "a step is a group of keys such as: - id: check, then probe: {}")
            );
            return null;
        }
        var part = new YamlPart(map, owner.File, owner.Problems);
        var kinds = part.Keys.Except(Common).ToList();
        var kind = kinds.Select(StepCatalog.Find).FirstOrDefault(k => k is not null);
        var common = new StepCommon(
            part.Text("id") ?? "",
            part.Condition("when"),
            part.Span("timeout"),
            part.Number("retries", 0, 10),
            Failure(part),
            part.Line
        );
        if (kind is null)
        {
            owner.Problems.Add(
                new(
                    owner.File,
                    part.Line,
                    $"this step has no kind{(kinds.Count > 0 ? $" ('{kinds[0]}' is none)" : "")}; give one of "
                        + $"{string.Join(", ", StepCatalog.Names)}"
                )
            );
            return null;
        }
        var step = kind.Read(part, common);
        part.NothingElse("this step");
        return step;
    }

    static OnFailure Failure(YamlPart part)
    {
        var text = part.Text("on-failure") ?? "stop";
        if (text is "stop" or "continue")
            return text == "stop" ? OnFailure.Stop : OnFailure.Continue;
        part.Problems.Add(new(part.File, part.Line, $"on-failure must be stop or continue, not '{text}'"));
        return OnFailure.Stop;
    }
}
