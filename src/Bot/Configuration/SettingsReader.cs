using System.Collections;
using System.Text.Json;

namespace ChatOps502.Bot.Configuration;

/// <summary>
/// Reads and checks the configuration. Every problem is reported at once, with its path and the way out.
/// </summary>
public static class SettingsReader
{
    const string Prefix = "CHATOPS502__";

    /// <param name="file">Laid over appsettings.json; null for none.</param>
    /// <returns>The settings, or every problem in words.</returns>
    public static (Settings? Settings, IReadOnlyList<string> Problems) Read(
        string? file,
        IReadOnlyList<ISettingsRule> rules,
        IDictionary? environment = null
    )
    {
        if (file is not null && !File.Exists(file))
            return (null, [$"--config {file}: there is no such file"]);
        IConfigurationRoot configuration;
        try
        {
            var builder = new ConfigurationBuilder().AddJsonFile(
                Path.Combine(AppContext.BaseDirectory, "appsettings.json"),
                optional: true
            );
            if (file is not null)
                builder.AddJsonFile(Path.GetFullPath(file));
            configuration = builder
                .AddInMemoryCollection(
                    FromEnvironment(environment ?? Environment.GetEnvironmentVariables())
                )
                .Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or JsonException)
        {
            return (
                null,
                [$"{file ?? "appsettings.json"} is not valid JSON: {(e.InnerException ?? e).Message}"]
            );
        }
        var problems = KeyCheck.Problems(configuration, typeof(Settings)).ToList();
        if (problems.Count > 0)
            return (null, problems);
        var settings = new Settings();
        configuration.Bind(settings);
        // as everywhere in .NET, lists of several files merge by position: a shorter list does not shorten the one
        // below it
        problems.AddRange(rules.SelectMany(rule => rule.Problems(settings)));
        return problems.Count > 0 ? (null, problems) : (settings, []);
    }

    static IEnumerable<KeyValuePair<string, string?>> FromEnvironment(IDictionary environment) =>
        from DictionaryEntry entry in environment
        let key = (string)entry.Key
        where key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        select new KeyValuePair<string, string?>(
            key[Prefix.Length..].Replace("__", ":"),
            (string?)entry.Value
        );
}
