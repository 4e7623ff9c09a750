namespace ChatOps502.Probes.Text;

/// <summary>Numbers as tools print them; null for anything else.</summary>
static class Numbers
{
    public static int? Int(string? text) => int.TryParse(text, out var number) ? number : null;

    public static long? Long(string? text) => long.TryParse(text, out var number) ? number : null;

    public static double? Double(string? text) => double.TryParse(text, out var number) ? number : null;
}
