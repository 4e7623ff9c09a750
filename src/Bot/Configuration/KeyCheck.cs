using System.ComponentModel;
using System.Globalization;

namespace ChatOps502.Bot.Configuration;

/// <summary>
/// Finds keys that no setting has and values that do not fit, by comparing the configuration with the shape of <see
/// cref="Settings"/>.
/// </summary>
static class KeyCheck
{
    public static IEnumerable<string> Problems(IConfiguration section, Type type)
    {
        var properties = type.GetProperties()
            .ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var wanted))
                yield return $"{child.Path} is not a setting; the nearest right one is "
                    + $"{Prefixed(section, Nearest.Of(child.Key, properties.Keys) ?? properties.Keys.First())}";
            else
                foreach (var problem in Value(child, wanted))
                    yield return problem;
        }
    }

    static IEnumerable<string> Value(IConfigurationSection section, Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (IsA(inner, typeof(Dictionary<,>)) || IsA(inner, typeof(List<>)))
            return section.Value is { Length: > 0 }
                ? [$"{section.Path} = '{section.Value}' must be {Wanted(section, inner)}"]
                : section
                    .GetChildren()
                    .SelectMany(child => Value(child, inner.GetGenericArguments()[^1]));
        if (inner.Namespace == typeof(Settings).Namespace)
            return section.Value is { Length: > 0 }
                ? [$"{section.Path} must be a group of keys, not the value '{section.Value}'"]
                : Problems(section, inner);
        if (section.GetChildren().Any())
            return [$"{section.Path} must be a single value"];
        return string.IsNullOrEmpty(section.Value) || Fits(section.Value, inner)
            ? []
            : [$"{section.Path} = '{section.Value}' is not {Word(inner)}"];
    }

    static bool Fits(string value, Type type)
    {
        try
        {
            return TypeDescriptor
                .GetConverter(type)
                .ConvertFromString(null, CultureInfo.InvariantCulture, value)
                is not null;
        }
        catch (Exception e)
            when (e is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    static bool IsA(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic;

    static string Wanted(IConfigurationSection section, Type type) =>
        IsA(type, typeof(List<>))
            ? $"a list: [ \"{section.Value}\" ], or {section.Path}:0 in the environment"
            : "a group of keys";

    static string Word(Type type)
    {
        if (type == typeof(bool))
            return "true or false";
        return type == typeof(TimeSpan) ? "a time such as 00:15:00" : "a number";
    }

    static string Prefixed(IConfiguration section, string key) =>
        section is IConfigurationSection { Path: var path } ? $"{path}:{key}" : key;
}
