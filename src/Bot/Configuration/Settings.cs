namespace ChatOps502.Bot.Configuration;

/// <summary>The whole configuration; appsettings.json shows every key with its default.</summary>
public sealed class Settings
{
    public Dictionary<string, HostSettings> Hosts { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public ConsoleSettings Console { get; init; } = new();

    public SlackSettings Slack { get; init; } = new();

    public AlertSettings Alerts { get; init; } = new();

    public CheckSettings Checks { get; init; } = new();

    public RunbookSettings Runbooks { get; init; } = new();

    public ApprovalSettings Approvals { get; init; } = new();

    public VerificationSettings Verification { get; init; } = new();

    public IncidentSettings Incidents { get; init; } = new();

    public StorageSettings Storage { get; init; } = new();

    public RedactionSettings Redaction { get; init; } = new();
}

public sealed class HostSettings
{
    /// <summary>local or ssh.</summary>
    public string Executor { get; init; } = "ssh";

    /// <summary>Host name or IP; the host's own name when empty, so that ~/.ssh/config can decide.</summary>
    public string Address { get; init; } = "";

    public string? User { get; init; }

    public int? Port { get; init; }

    public string? IdentityFile { get; init; }

    public string? KnownHostsFile { get; init; }

    /// <summary>Another file than ~/.ssh/config.</summary>
    public string? SshConfigFile { get; init; }

    public List<string> Tags { get; init; } = [];

    /// <summary>Services that no service manager knows, by name.</summary>
    public Dictionary<string, OwnServiceSettings> Services { get; init; } = [];

    /// <summary>Whether reads and fixes that need root may use <c>sudo -n</c>.</summary>
    public bool Sudo { get; init; }
}

/// <summary>How to ask, start and restart a service; each command is a list of words.</summary>
public sealed class OwnServiceSettings
{
    /// <summary>127.0.0.1:3000 or unix:/run/app.sock.</summary>
    public string Listens { get; init; } = "";

    /// <summary>Exits 0 when it runs.</summary>
    public List<string> Status { get; init; } = [];

    public List<string> Start { get; init; } = [];

    public List<string> Restart { get; init; } = [];
}

public sealed class ConsoleSettings
{
    public string Url { get; init; } = "http://127.0.0.1:5020";

    /// <summary>Needed as soon as the console listens beyond loopback.</summary>
    public string Token { get; init; } = "";
}

public sealed class SlackSettings
{
    public string ApiUrl { get; init; } = "https://slack.com/api/";

    public string BotToken { get; init; } = "";

    public string AppToken { get; init; } = "";

    public string SigningSecret { get; init; } = "";

    /// <summary>Channel ID (C0123ABCD), or #name.</summary>
    public string IncidentChannel { get; init; } = "";

    /// <summary>Where Slack reaches this bot when it is to use HTTP instead of Socket Mode; only the manifest needs it.</summary>
    public string PublicUrl { get; init; } = "";

    public bool UsesSockets => AppToken.Length > 0;

    public bool UsesHttp => SigningSecret.Length > 0;

    public bool IsOn => BotToken.Length > 0 || UsesSockets || UsesHttp;
}

public sealed class AlertSettings
{
    public string Token { get; init; } = "";

    public Dictionary<string, string> Routes { get; init; } = [];

    /// <summary>Where silences go; empty: where the alert says it came from.</summary>
    public string AlertmanagerUrl { get; init; } = "";

    public int MaxBytes { get; init; } = 1 << 20;
}

public sealed class CheckSettings
{
    public TimeSpan Since { get; init; } = TimeSpan.FromMinutes(15);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}

public sealed class RunbookSettings
{
    public string Directory { get; init; } = "";
}

public sealed class ApprovalSettings
{
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromMinutes(30);

    public bool ReasonRequired { get; init; }

    /// <summary>Whether who asked may not decide.</summary>
    public bool FourEyes { get; init; }

    /// <summary>Slack user IDs, Slack user-group IDs, and names of local users.</summary>
    public List<string> Approvers { get; init; } = [];

    public int RestartsPerHostAndHour { get; init; } = 3;
}

public sealed class VerificationSettings
{
    public List<string> Paths { get; init; } = [];

    public int Burst { get; init; } = 100;

    public List<TimeSpan> AgainAfter { get; init; } = [];
}

public sealed class IncidentSettings
{
    public TimeSpan RemindAfter { get; init; } = TimeSpan.FromMinutes(10);

    public int KeepDays { get; init; } = 365;
}

public sealed class StorageSettings
{
    public string ConnectionString { get; init; } = "Data Source=data/chatops502.db";
}

public sealed class RedactionSettings
{
    /// <summary>Regular expressions for secrets that only this house knows; what they match is masked beside the built-in rules.</summary>
    public List<string> Patterns { get; init; } = [];

    /// <summary>Whether e-mail addresses are masked, too.</summary>
    public bool Emails { get; init; }
}
