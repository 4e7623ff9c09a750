using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

public sealed class KernelProbe : Probe<KernelEvents>
{
    public override string Name => "kernel.events";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "memory kills, crashes and denials in the kernel's log";

    public override string Script =>
        """
            read -r up rest </proc/uptime; printf '@boot %s\n' "$((NOW - ${up%.*}))"
            want='out of memory|killed process|oom-kill:|oom_reaper|segfault at|general protection|traps: |task in /|avc: *denied|apparmor="DENIED"'
            {
              as_root dmesg 2>/dev/null ||
                { as_root journalctl -k -q --no-pager -o short-unix -n 2000 2>/dev/null | grep . ; } ||
                cannot_read "kernel log" "permission denied" "Sudo: true for this host, and in sudoers: $SUDOERS"
            } | grep -iE "$want|^@unreadable" | tail -n 200 | cut -c 1-1000
            have journalctl && as_root journalctl -q --no-pager -o short-unix -n 30 -u systemd-oomd 2>/dev/null | grep 'Killed /'
            enforce=0; { read -r enforce </sys/fs/selinux/enforce; } 2>/dev/null
            [ "${enforce:-1}" = 1 ] && printf '@enforced SELinux enforcing%s\n' "$(getsebool httpd_can_network_connect 2>/dev/null | sed 's/^/, /; s/ -->//')"
            [ -e /sys/kernel/security/apparmor/profiles ] && grep -sq '^nginx.*(enforce)' /sys/kernel/security/apparmor/profiles && echo '@enforced AppArmor enforces a profile for nginx'
            [ -r /var/log/audit/audit.log ] && readable /var/log/audit/audit.log && held tail -c 1000000 | grep -E 'avc: *denied.*(nginx|php-fpm|httpd)' | tail -n 50
            exit 0
            """;

    protected override KernelEvents Parse(Section section)
    {
        var boot = section.Lines.After("@boot ").Select(LogTime.OfEpoch).FirstOrDefault();
        var messages = section.Lines.Where(line => !line.StartsWith('@'));
        return KernelLogReader.Read(messages, boot) with
        {
            Enforced = string.Join(", ", section.Lines.After("@enforced ")),
        };
    }
}
