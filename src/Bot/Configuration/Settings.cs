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

    public AccessSettings Access { get; init; } = new();

    public ApprovalSettings Approvals { get; init; } = new();

    public RunSettings Runs { get; init; } = new();

    public VerificationSettings Verification { get; init; } = new();

    public IncidentSettings Incidents { get; init; } = new();

    public StorageSettings Storage { get; init; } = new();

    public RedactionSettings Redaction { get; init; } = new();

    public LoggingSettings Logging { get; init; } = new();
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
    public Dictionary<string, CustomServiceSettings> Services { get; init; } = [];

    /// <summary>Whether reads and fixes that need root may use <c>sudo -n</c>.</summary>
    public bool Sudo { get; init; }
}

/// <summary>How to ask, start and restart a service; each command is a list of words.</summary>
public sealed class CustomServiceSettings
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

    /// <summary>How long a sign-in with the token lasts.</summary>
    public TimeSpan SessionLasts { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Addresses of reverse proxies whose <see cref="IdentityHeader"/> is believed.</summary>
    public List<string> TrustedProxies { get; init; } = [];

    /// <summary>The header in which such a proxy names who signed in, for example X-Forwarded-User.</summary>
    public string IdentityHeader { get; init; } = "";

    /// <summary>Whether /metrics answers everybody who reaches the port.</summary>
    public bool PublicMetrics { get; init; }
}

public sealed class SlackSettings
{
    public string ApiUrl { get; init; } = "https://slack.com/api/";

    public string BotToken { get; init; } = "";

    public string AppToken { get; init; } = "";

    public string SigningSecret { get; init; } = "";

    /// <summary>Channel ID (C0123ABCD), or #name.</summary>
    public string IncidentChannel { get; init; } = "";

    /// <summary>
    /// Where Slack reaches this bot when it is to use HTTP instead of Socket Mode; only the manifest needs it.
    /// </summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>A listener for /slack/ alone, for example http://127.0.0.1:5021; empty: the console's own.</summary>
    public string ListenUrl { get; init; } = "";

    public bool UsesSockets => AppToken.Length > 0;

    public bool UsesHttp => SigningSecret.Length > 0;

    public bool IsOn => BotToken.Length > 0 || UsesSockets || UsesHttp;
}

public sealed class AlertSettings
{
    public string Token { get; init; } = "";

    public Dictionary<string, string> Routes { get; init; } = [];

    /// <summary>Where silences go; empty: nowhere.</summary>
    public string AlertmanagerUrl { get; init; } = "";

    /// <summary>Further Alertmanagers: a silence goes to the one that the alert names, when it stands here.</summary>
    public List<string> MoreAlertmanagers { get; init; } = [];

    /// <summary>
    /// After a person resolved an incident: how long its alert may go on firing before it is told again.
    /// </summary>
    public TimeSpan ComesBackAfter { get; init; } = TimeSpan.FromMinutes(30);

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

/// <summary>
/// Who may do what. Without a rule members may look, talk and change incidents and alerting; see docs/security.md.
/// </summary>
public sealed class AccessSettings
{
    /// <summary>The first rule that fits decides.</summary>
    public List<AccessRule> Rules { get; init; } = [];

    /// <summary>The same person on several surfaces: name to Slack user IDs and local user names.</summary>
    public Dictionary<string, List<string>> People { get; init; } = [];
}

public sealed class AccessRule
{
    /// <summary>look, talk, incident, alerting or production.</summary>
    public string Do { get; init; } = "";

    /// <summary>Only on hosts with one of these tags; empty: on every host.</summary>
    public List<string> Tags { get; init; } = [];

    /// <summary>Only these actions, for example service.restart; empty: every action.</summary>
    public List<string> Actions { get; init; } = [];

    /// <summary>Slack user and user-group IDs, names of local users, or members; empty: nobody.</summary>
    public List<string> Who { get; init; } = [];
}

public sealed class RunSettings
{
    /// <summary>How many runs work at the same time; the others wait their turn.</summary>
    public int AtOnce { get; init; } = 32;

    /// <summary>How many commands the bot runs on one host at the same time.</summary>
    public int CommandsPerHost { get; init; } = 3;

    /// <summary>How long a stop of the bot waits for a command that changes a host.</summary>
    public TimeSpan StopWaits { get; init; } = TimeSpan.FromSeconds(30);
}

public sealed class ApprovalSettings
{
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromMinutes(30);

    public bool ReasonRequired { get; init; }

    /// <summary>Whether who asked may not decide.</summary>
    public bool FourEyes { get; init; }

    /// <summary>With FourEyes: whether who acknowledged an alert counts as the one who asked.</summary>
    public bool AcknowledgerAsked { get; init; }

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

    /// <summary>An open incident that nothing happened to for this long is closed.</summary>
    public int ForgottenAfterDays { get; init; } = 14;
}

public sealed class StorageSettings
{
    public string ConnectionString { get; init; } = "Data Source=data/chatops502.db";
}

public sealed class RedactionSettings
{
    /// <summary>
    /// Regular expressions for secrets that only this house knows; what they match is masked beside the built-in rules.
    /// </summary>
    public List<string> Patterns { get; init; } = [];

    /// <summary>Whether e-mail addresses are masked, too.</summary>
    public bool Emails { get; init; }
}

/// <summary>How much the log on stderr tells, as everywhere in .NET.</summary>
public sealed class LoggingSettings
{
    /// <summary>Level by category; Default holds for all that are not named.</summary>
    public Dictionary<string, string> LogLevel { get; init; } = [];
}
