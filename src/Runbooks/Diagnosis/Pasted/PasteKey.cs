namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>The kinds of evidence, by the names that the evidence JSON gives them.</summary>
static class PasteKey
{
    public const string ErrorLog = "nginx_error_log";
    public const string AccessLog = "access_log";
    public const string PhpFpm = "php_fpm_log";
    public const string App = "app_log";
    public const string Kernel = "dmesg";
    public const string Journal = "journal";
    public const string Systemctl = "systemctl";
    public const string Sockets = "ss";
    public const string Files = "ls";
    public const string Configuration = "nginx_conf";
    public const string Docker = "docker";
    public const string Kubernetes = "kubectl";
    public const string Processes = "ps";
    public const string Curl = "curl";
    public const string Firewall = "firewall";
    public const string Disks = "df";
    public const string Memory = "free";
    public const string Names = "dns";
    public const string UnitFile = "unit_file";
    public const string Proxy = "proxy_log";

    /// <summary>Mixed text, in which every line has to be looked at for itself.</summary>
    public static bool IsMixed(string key) =>
        key
            is not (
                ErrorLog
                or AccessLog
                or PhpFpm
                or Kernel
                or Systemctl
                or Sockets
                or Files
                or Configuration
                or Processes
                or Curl
                or Firewall
                or Disks
                or Memory
                or Names
                or UnitFile
            );
}
