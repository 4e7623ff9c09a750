using System.Text.Json.Nodes;

namespace ChatOps502.TestKit.Slack;

/// <summary>The limits of Block Kit that Slack enforces and no type holds.</summary>
public static class BlockKitRules
{
    /// <param name="blocks">The blocks of a message or a view.</param>
    /// <param name="most">50 for a message, 100 for a view.</param>
    /// <returns>Everything that Slack would refuse.</returns>
    public static IReadOnlyList<string> Problems(JsonArray blocks, int most)
    {
        List<string> problems = [];
        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
        Check(blocks.Count <= most, $"{blocks.Count} blocks");
        Check(
            most > 50
                || blocks.Sum(b => b!.ToJsonString().Length) <= 13_200 * 1.2
                    && blocks.Sum(Characters) <= 13_200,
            "msg_blocks_too_long"
        );
        var ids = blocks.Select(b => b!["block_id"]?.ToString()).OfType<string>().ToList();
        Check(ids.Distinct().Count() == ids.Count, "block_id is not unique");
        foreach (var block in blocks)
        {
            Check((block!["block_id"]?.ToString().Length ?? 0) <= 255, "block_id too long");
            switch (block["type"]?.ToString())
            {
                case "header":
                    Text(block["text"], 150, "plain_text");
                    break;
                case "section":
                    Check(
                        block["text"] is not null || block["fields"] is JsonArray,
                        "a section without text and fields"
                    );
                    if (block["text"] is { } text)
                        Text(text, 3000);
                    if (block["fields"] is JsonArray fields)
                    {
                        Check(fields.Count is >= 1 and <= 10, $"{fields.Count} fields");
                        foreach (var field in fields)
                            Text(field, 2000);
                    }
                    break;
                case "context":
                    Check(block["elements"] is JsonArray { Count: >= 1 and <= 10 }, "context elements");
                    foreach (var element in block["elements"]!.AsArray())
                        Text(element, 3000);
                    break;
                case "actions":
                    Check(block["elements"] is JsonArray { Count: >= 1 and <= 25 }, "actions elements");
                    var actions = block["elements"]!
                        .AsArray()
                        .Select(e => e!["action_id"]?.ToString())
                        .ToList();
                    Check(
                        actions.Distinct().Count() == actions.Count
                            && actions.TrueForAll(a => a is { Length: > 0 and <= 255 }),
                        "action_id"
                    );
                    foreach (var element in block["elements"]!.AsArray())
                        Element(element!);
                    break;
                case "rich_text":
                    foreach (var part in block["elements"]!.AsArray())
                    foreach (var run in part!["elements"]!.AsArray())
                        Check(
                            run!["type"]?.ToString() != "text" || run["text"]?.ToString().Length > 0,
                            "an empty text"
                        );
                    break;
                case "input":
                    Text(block["label"], 2000, "plain_text");
                    Element(block["element"]!);
                    break;
                case "divider":
                    break;
                case var other:
                    problems.Add($"unknown block '{other}'");
                    break;
            }
        }
        return problems;

        void Text(JsonNode? text, int max, string? type = null)
        {
            Check(
                text?["type"]?.ToString() is "plain_text" or "mrkdwn"
                    && (type is null || text["type"]!.ToString() == type),
                "a text object"
            );
            Check(
                text?["text"]?.ToString() is { Length: >= 1 } t && t.Length <= max,
                $"text of {text?["text"]?.ToString().Length} characters, {max} allowed"
            );
        }

        void Element(JsonNode element)
        {
            switch (element["type"]?.ToString())
            {
                case "button":
                    Text(element["text"], 75, "plain_text");
                    Check((element["value"]?.ToString().Length ?? 0) <= 2000, "button value");
                    Check(element["style"]?.ToString() is null or "primary" or "danger", "button style");
                    if (element["confirm"] is not { } confirm)
                        break;
                    Text(confirm["title"], 100, "plain_text");
                    Text(confirm["text"], 300);
                    Text(confirm["confirm"], 30, "plain_text");
                    Text(confirm["deny"], 30, "plain_text");
                    break;
                case "plain_text_input":
                    Check(
                        element["max_length"] is null
                            || element["max_length"]!.GetValue<int>() is >= 1 and <= 3000,
                        "max_length"
                    );
                    if (element["placeholder"] is { } placeholder)
                        Text(placeholder, 150, "plain_text");
                    break;
                case "static_select":
                    Check(element["options"] is JsonArray { Count: >= 1 and <= 100 }, "options");
                    foreach (var option in element["options"]!.AsArray())
                    {
                        Text(option!["text"], 75, "plain_text");
                        Check(option["value"]?.ToString() is { Length: >= 1 and <= 150 }, "option value");
                    }
                    Check(
                        element["initial_option"] is not { } initial
                            || element["options"]!.AsArray().Any(o => JsonNode.DeepEquals(o, initial)),
                        "initial_option is none of the options"
                    );
                    break;
                case var other:
                    problems.Add($"unknown element '{other}'");
                    break;
            }
        }
    }

    public static IReadOnlyList<string> ViewProblems(JsonObject view)
    {
        var problems = Problems(view["blocks"] as JsonArray ?? [], 100).ToList();
        if (view["type"]?.ToString() is not ("modal" or "home"))
            problems.Add("view type");
        foreach (var name in new[] { "title", "submit", "close" })
            if (view[name]?["text"]?.ToString() is { Length: 0 or > 24 })
                problems.Add($"{name} has more than 24 characters");
        if (view["type"]?.ToString() == "modal" && view["title"] is null)
            problems.Add("a modal without title");
        if (
            view["blocks"] is JsonArray blocks
            && blocks.Any(b => b!["type"]?.ToString() == "input")
            && view["submit"] is null
        )
            problems.Add("inputs without submit");
        if (view["private_metadata"]?.ToString().Length > 3000)
            problems.Add("private_metadata");
        return problems;
    }

    static int Characters(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.Sum(p =>
                p.Key is "text" or "value" && p.Value is JsonValue
                    ? p.Value.ToString().Length
                    : Characters(p.Value)
            ),
            JsonArray a => a.Sum(Characters),
            _ => 0,
        };
}
