using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>A command that was copied together with what it printed: it says what the lines below it are.</summary>
static partial class PastePrompt
{
    /// <returns>The kind of evidence that follows; null for a line that is no command, or one that tells
    /// nothing.</returns>
    public static string? KeyOf(string line)
    {
        if (Prompt().Match(line) is not { Success: true } found)
            return null;
        var words = found.Groups["command"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return KeyOf(words[0].Split('/')[^1], words);
    }

    static readonly FrozenDictionary<string, string> ByTool = new Dictionary<string, string>
    {
        ["docker"] = PasteKey.Docker,
        ["podman"] = PasteKey.Docker,
        ["docker-compose"] = PasteKey.Docker,
        ["kubectl"] = PasteKey.Kubernetes,
        ["oc"] = PasteKey.Kubernetes,
        ["journalctl"] = PasteKey.Journal,
        ["systemctl"] = PasteKey.Systemctl,
        ["service"] = PasteKey.Systemctl,
        ["ss"] = PasteKey.Sockets,
        ["netstat"] = PasteKey.Sockets,
        ["lsof"] = PasteKey.Sockets,
        ["ls"] = PasteKey.Files,
        ["stat"] = PasteKey.Files,
        ["namei"] = PasteKey.Files,
        ["ps"] = PasteKey.Processes,
        ["pgrep"] = PasteKey.Processes,
        ["top"] = PasteKey.Processes,
        ["curl"] = PasteKey.Curl,
        ["wget"] = PasteKey.Curl,
        ["iptables"] = PasteKey.Firewall,
        ["ufw"] = PasteKey.Firewall,
        ["nft"] = PasteKey.Firewall,
        ["firewall-cmd"] = PasteKey.Firewall,
        ["df"] = PasteKey.Disks,
        ["free"] = PasteKey.Memory,
        ["dig"] = PasteKey.Names,
        ["nslookup"] = PasteKey.Names,
        ["host"] = PasteKey.Names,
        ["getent"] = PasteKey.Names,
        ["dmesg"] = PasteKey.Kernel,
    }.ToFrozenDictionary();

    static string? KeyOf(string tool, string[] words)
    {
        if (ByTool.GetValueOrDefault(tool) is not { } key)
            return OfFile(words[^1]);
        var isLog = key is PasteKey.Docker or PasteKey.Kubernetes && words.Contains("logs");
        return isLog ? PasteKey.App : key;
    }

    static string OfFile(string path)
    {
        if (path.EndsWith(".service"))
            return PasteKey.UnitFile;
        return path.EndsWith(".conf") || path.Contains("sites-") ? PasteKey.Configuration : PasteKey.App;
    }

    // $ sudo ss -lntp   |   root@web:~# docker ps   |   [ops@web ~]$ systemctl status shop
    [GeneratedRegex(
        @"^\s*(?:\$|#|%|[\w.-]+@[\w.-]+[:\s~][^$#%]{0,60}[$#%]|\[[\w.-]+@[^\]]{1,60}\][$#]) +(?:sudo (?:-\S+ )*)?(?<command>(?:docker|podman|docker-compose|kubectl|oc|journalctl|systemctl|service|ss|netstat|lsof|ls|stat|namei|ps|pgrep|top|curl|wget|iptables|ufw|nft|firewall-cmd|df|free|dig|nslookup|host|getent|dmesg|cat|less|tail|grep)\b.*)$"
    )]
    private static partial Regex Prompt();
}
