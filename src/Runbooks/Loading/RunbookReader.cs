using ChatOps502.Runbooks.Loading.Validation;
using ChatOps502.Runbooks.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ChatOps502.Runbooks.Loading;

/// <summary>Reads a runbook from YAML. Reports all problems at once, each with file and line.</summary>
/// <param name="types">The step types a runbook may use.</param>
public sealed class RunbookReader(IReadOnlyList<IStepReader> types)
{
    const int MostSteps = 500;
    const int MostProblems = 100;

    /// <returns>The runbook, or null and what is wrong with it.</returns>
    public (Runbook? Runbook, IReadOnlyList<Problem> Problems) Read(string yaml, string file)
    {
        var reading = new Reading(file, types);
        if (Root(yaml, reading) is not { } root)
            return (null, reading.Problems);
        var runbook = Runbook(new(root, reading), yaml);
        foreach (var finding in Findings(runbook))
            reading.Report(finding.Line, finding.Text);
        if (reading.Problems.Count == 0)
            return (runbook, []);
        return (null, [.. reading.Problems.OrderBy(problem => problem.Line).Take(MostProblems)]);
    }

    static Runbook Runbook(YamlPart part, string yaml)
    {
        var runbook = new Runbook(
            part.Required("name"),
            part.Required("title"),
            part.Text("description") ?? "",
            part.Steps("steps"),
            yaml
        );
        part.NothingElse("a runbook");
        return runbook;
    }

    static IEnumerable<Finding> Findings(Runbook runbook) =>
        runbook.AllSteps.Count() > MostSteps
            ? [new(1, $"a runbook has at most {MostSteps} steps")]
            : RunbookRules.All.SelectMany(rule => rule.Check(runbook).Take(MostProblems));

    static YamlMappingNode? Root(string yaml, Reading reading)
    {
        var line = 1;
        try
        {
            if (YamlLimits.Refuses(yaml, ref line) is { } refusal)
                reading.Report(line, refusal);
            else if (Mapping(yaml) is { } map)
                return map;
            else
                reading.Report(1, "a runbook is one YAML document with name, title and steps");
        }
        catch (YamlException e)
        {
            reading.Report(
                (int)Math.Max(e.Start.Line, 1),
                $"not valid YAML: {e.InnerException?.Message ?? e.Message}"
            );
        }
        catch (SystemException e) when (e is not OutOfMemoryException)
        {
            // on odd text the parser throws exceptions of every kind
            reading.Report(line, $"not valid YAML: {e.Message}");
        }
        return null;
    }

    static YamlMappingNode? Mapping(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents is [{ RootNode: YamlMappingNode map }] ? map : null;
    }
}
