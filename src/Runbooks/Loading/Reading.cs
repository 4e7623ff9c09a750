using ChatOps502.Runbooks.Model;
using YamlDotNet.RepresentationModel;

namespace ChatOps502.Runbooks.Loading;

/// <summary>One file while it is read: the step types it may use, and the problems found so far.</summary>
sealed class Reading(string file, IReadOnlyList<IStepReader> types)
{
    static readonly string[] CommonKeys = ["id", "when", "timeout", "retries", "on-failure"];

    public List<Problem> Problems { get; } = [];

    public void Report(int line, string text) => Problems.Add(new(file, line, text));

    /// <summary>Null, and reported, when the node is not a step.</summary>
    public Step? Step(YamlNode node)
    {
        if (node is not YamlMappingNode map)
        {
            Report(
                (int)node.Start.Line,
                "a step is a group of keys such as: - id: check, then probe: {}"
            );
            return null;
        }
        var part = new YamlPart(map, this);
        var keys = part.Keys.Except(CommonKeys).ToList();
        var common = Common(part);
        if (keys.Select(TypeOf).FirstOrDefault(known => known is not null) is not { } type)
        {
            part.Report($"this step has no type{Odd(keys)}; give one of {Known}");
            return null;
        }
        var step = type.Read(part, common);
        part.NothingElse("this step");
        return step;
    }

    IStepReader? TypeOf(string key) => types.FirstOrDefault(type => type.Name == key);

    string Known => string.Join(", ", types.Select(type => type.Name));

    static string Odd(List<string> keys) => keys.Count > 0 ? $" ('{keys[0]}' is none)" : "";

    static StepCommon Common(YamlPart part) =>
        new(
            part.Text("id") ?? "",
            part.Condition("when"),
            part.Span("timeout"),
            part.Number("retries", otherwise: 0, max: 10),
            Failure(part),
            part.Line
        );

    static OnFailure Failure(YamlPart part)
    {
        switch (part.Text("on-failure"))
        {
            case null or "stop":
                return OnFailure.Stop;
            case "continue":
                return OnFailure.Continue;
            case var other:
                part.Report($"on-failure must be stop or continue, not '{other}'");
                return OnFailure.Stop;
        }
    }
}
