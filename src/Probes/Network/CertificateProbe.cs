using System.Globalization;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>What a back end that is spoken to by TLS shows.</summary>
/// <param name="Verify">OpenSSL's verdict on its chain, such as "certificate has expired"; "ok" when it likes it; empty
/// when there was no handshake.</param>
/// <param name="Names">Its subject and alternative names.</param>
/// <param name="PlainHttp">True when it answered plain HTTP on that port.</param>
public sealed record UpstreamCertificate(
    BackendAddress Address,
    string Verify,
    string Names,
    DateTimeOffset? NotBefore,
    DateTimeOffset? NotAfter,
    bool PlainHttp
);

public sealed record UpstreamCertificates(IReadOnlyList<UpstreamCertificate> All)
{
    public UpstreamCertificate? Of(BackendAddress? address) =>
        All.FirstOrDefault(c => c.Address == address);
}

public sealed class CertificateProbe : Probe<UpstreamCertificates>
{
    public override string Name => "upstream.tls";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "certificates of back ends spoken to by TLS";

    public override string Script =>
        """
            have openssl || exit 0
            show() { # address name
              s=$(timeout 3 openssl s_client -connect "$1" -servername "$2" -verify_return_error -showcerts </dev/null 2>&1)
              verify=$(printf '%s\n' "$s" | sed -n 's/^verify error:num=[0-9]*:\([^,]*\).*/\1/p; s/.*Verify return code: 0 (ok).*/ok/p' | head -n 1)
              case $s in *"wrong version number"*|*"packet length too long"*|*"http request"*) plain=1 ;; *) plain=0 ;; esac
              [ "$plain" = 1 ] || s=$(timeout 3 openssl s_client -connect "$1" -servername "$2" </dev/null 2>/dev/null)
              cert=$(printf '%s\n' "$s" | openssl x509 -noout -subject -dates -ext subjectAltName 2>/dev/null)
              printf '@tls %s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$verify" "$(printf '%s\n' "$cert" | sed -n 's/^subject=//p; s/^ *\(DNS:.*\)/\1/p' | tr '\n\t' '  ')" "$(printf '%s\n' "$cert" | sed -n 's/^notBefore=//p')" "$(printf '%s\n' "$cert" | sed -n 's/^notAfter=//p')" "$plain"
            }
            passes | awk -F '\t' '$1 == "https" || $1 == "grpcs" { a = $2; if (a !~ /^unix:/) { if (a !~ /:[0-9]+$/) a = a ":443"; n = a; sub(/:[0-9]+$/, "", n); if (!seen[a]++ && ++shown <= 8) print a "\t" n } }' | { while IFS='	' read -r a n; do show "$a" "$n" & done; wait; }
            """;

    protected override UpstreamCertificates Parse(Section section) =>
        new([.. section.Lines.After("@tls ").SelectMany(ReadCertificate)]);

    static UpstreamCertificate[] ReadCertificate(string fields)
    {
        if (
            fields.Split('\t')
            is not [var host, var verify, var names, var notBefore, var notAfter, var plain]
        )
            return [];
        if (BackendAddress.Parse("https://" + host) is not { } address)
            return [];
        return
        [
            new(address, verify, names.Trim(), Time(notBefore), Time(notAfter), PlainHttp: plain == "1"),
        ];
    }

    /// <summary>Nov 21 17:05:27 2026 GMT</summary>
    static DateTimeOffset? Time(string text)
    {
        const string format = "MMM d HH:mm:ss yyyy 'GMT'";
        var isTime = DateTimeOffset.TryParseExact(
            text.Replace("  ", " "),
            format,
            null,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        return isTime ? time : null;
    }
}
