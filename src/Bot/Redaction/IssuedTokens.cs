using System.Buffers;
using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>Tokens that their issuers made recognisable by how they begin.</summary>
sealed partial class IssuedTokens : IRule
{
    static readonly SearchValues<char> Word = SearchValues.Create(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
        ),
        Dotted = SearchValues.Create(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.=~"
        ),
        Base64 = SearchValues.Create(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/="
        ),
        Hex = SearchValues.Create("0123456789abcdef"),
        Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <param name="Least">How many letters follow at least.</param>
    /// <param name="Most">How many at most.</param>
    sealed record Issued(string Begin, int Least, SearchValues<char> Letters, int Most = 4096);

    static readonly Issued[] All =
    [
        // AWS, Alibaba
        new("AKIA", 16, Upper, 16),
        new("ASIA", 16, Upper, 16),
        new("ABIA", 16, Upper, 16),
        new("ACCA", 16, Upper, 16),
        new("LTAI", 12, Word, 30),
        // GitHub
        new("ghp_", 20, Word),
        new("gho_", 20, Word),
        new("ghu_", 20, Word),
        new("ghs_", 20, Word),
        new("ghr_", 20, Word),
        new("github_pat_", 20, Word),
        // GitLab
        new("glpat-", 16, Dotted),
        new("gldt-", 16, Dotted),
        new("glrt-", 16, Dotted),
        new("glptt-", 16, Dotted),
        new("glcbt-", 16, Dotted),
        new("glsoat-", 16, Dotted),
        new("glft-", 16, Dotted),
        new("glimt-", 16, Dotted),
        new("glagent-", 16, Dotted),
        new("GR1348941", 16, Word),
        new("bkua_", 20, Word),
        new("CCIPAT_", 16, Word),
        // registries
        new("npm_", 30, Word),
        new("pypi-", 30, Word),
        new("rubygems_", 30, Word),
        new("dckr_pat_", 16, Word),
        new("dckr_oat_", 16, Word),
        new("oy2", 43, Word, 43),
        new("hf_", 20, Word),
        new("sk-ant-", 16, Word),
        new("sk-proj-", 16, Word),
        new("sk-", 20, Word),
        new("gsk_", 20, Word),
        new("r8_", 30, Word),
        new("xai-", 30, Word),
        new("pplx-", 30, Word),
        new("sk_live_", 10, Word),
        new("sk_test_", 10, Word),
        new("rk_live_", 10, Word),
        new("rk_test_", 10, Word),
        new("whsec_", 10, Base64),
        new("rzp_live_", 10, Word),
        new("rzp_test_", 10, Word),
        // Google
        new("AIza", 30, Word),
        new("GOCSPX-", 16, Word),
        new("ya29.", 16, Dotted),
        new("1//0", 20, Word),
        new("4/0A", 20, Word),
        new("SG.", 30, Dotted),
        new("key-", 32, Hex, 32),
        new("pubkey-", 32, Hex, 32),
        new("xkeysib-", 30, Word),
        new("SK", 32, Hex, 32),
        new("AC", 32, Hex, 32),
        new("re_", 24, Word),
        new("dop_v1_", 20, Word),
        new("doo_v1_", 20, Word),
        new("dor_v1_", 20, Word),
        new("HRKU-", 16, Word),
        new("FlyV1 fm2_", 16, Base64),
        new("fm2_", 20, Base64),
        new("fo1_", 30, Word),
        new("nfp_", 20, Word),
        new("vercel_", 20, Word),
        new("xoxb-", 8, Word),
        new("xoxp-", 8, Word),
        new("xoxa-", 8, Word),
        new("xoxe-", 8, Dotted),
        new("xoxe.", 8, Dotted),
        new("xoxr-", 8, Word),
        new("xoxs-", 8, Word),
        new("xoxc-", 8, Word),
        new("xoxd-", 8, Dotted),
        new("xapp-", 8, Word),
        new("shpat_", 16, Word),
        new("shpca_", 16, Word),
        new("shppa_", 16, Word),
        new("shpss_", 16, Word),
        new("sq0atp-", 16, Word),
        new("sq0csp-", 16, Word),
        new("sq0idp-", 16, Word),
        new("EAAA", 40, Word),
        new("EAAC", 40, Word),
        new("ATATT3", 20, Dotted),
        new("ATCTT3", 20, Dotted),
        new("ATBB", 24, Word),
        new("BBDC-", 20, Base64),
        new("lin_api_", 16, Word),
        new("lin_oauth_", 16, Word),
        new("secret_", 32, Word, 64),
        new("ntn_", 30, Word),
        new("figd_", 20, Word),
        new("PMAK-", 20, Word),
        new("pat-na1-", 16, Word),
        new("pat-eu1-", 16, Word),
        new("hvs.", 16, Dotted),
        new("hvb.", 16, Dotted),
        new("hvr.", 16, Dotted),
        new("dapi", 32, Hex, 36),
        new("dp.pt.", 16, Dotted),
        new("dp.st.", 16, Dotted),
        new("dp.sa.", 16, Dotted),
        new("dp.ct.", 16, Dotted),
        new("dp.scim.", 16, Dotted),
        new("dp.audit.", 16, Dotted),
        new("glsa_", 16, Word),
        new("glc_", 20, Base64),
        new("NRAK-", 16, Word),
        new("NRJS-", 16, Word),
        new("NRRA-", 16, Word),
        new("NRII-", 16, Word),
        new("sntrys_", 16, Base64),
        new("sntryu_", 16, Word),
        new("sgp_", 30, Word),
        new("pul-", 30, Hex),
        new("dt0c01.", 30, Dotted),
        new("ddp_", 20, Word),
        new("ddapp_", 20, Word),
        new("AGE-SECRET-KEY-1", 16, Upper),
        new("age-secret-key-1", 16, Word),
        new("AGE-PLUGIN-", 30, Word),
        new("ops_eyJ", 20, Word),
        new("pscale_tkn_", 16, Dotted),
        new("pscale_pw_", 16, Dotted),
        new("pscale_oauth_", 16, Dotted),
        new("sbp_", 30, Word),
        new("tskey-", 16, Word),
        new("sha256~", 30, Word),
        new("EZAK", 40, Word),
        new("EZTK", 40, Word),
        new("shippo_live_", 16, Word),
        new("shippo_test_", 16, Word),
        new("CFPAT-", 20, Word),
        new("sl.", 60, Word),
        new("pat", 62, Dotted, 80),
        new("aio_", 24, Word),
        new("tfp_", 30, Dotted),
        new("AQVN", 30, Word),
        new("y0_", 30, Word),
        new("v1.0-", 40, Dotted),
        new("PRIVATE-", 40, Word),
        // JWT, JWE and other JSON as base64
        new("eyJ", 24, Dotted),
        // private keys as base64
        new("LS0tLS1CRUdJTiBQUklWQVRF", 16, Base64),
        new("LS0tLS1CRUdJTiBSU0EgUFJJ", 16, Base64),
        new("LS0tLS1CRUdJTiBFQyBQUklW", 16, Base64),
        new("LS0tLS1CRUdJTiBPUEVOU1NI", 16, Base64),
    ];

    static readonly SearchValues<string> Begins = SearchValues.Create(
        [.. All.Select(i => i.Begin)],
        StringComparison.Ordinal
    );
    static readonly ILookup<char, Issued> ByFirst = All.OrderByDescending(i => i.Begin.Length)
        .ToLookup(i => i.Begin[0]);

    public string Mask(string text)
    {
        var cover = new Cover(text);
        for (var at = 0; at < text.Length; )
        {
            var hit = text.AsSpan(at).IndexOfAny(Begins);
            if (hit < 0)
                break;
            at += hit;
            at = IsFree(text, at) && EndOf(text, at) is > 0 and var end ? Hidden(cover, at, end) : at + 1;
        }
        return Shaped(cover.Text);
    }

    static int Hidden(Cover cover, int from, int to)
    {
        cover.Hide(from, to);
        return to;
    }

    const int Longest = 5000; // a token may be longer; this much of it tells

    static int EndOf(string text, int at)
    {
        foreach (var issued in ByFirst[text[at]])
        {
            if (string.CompareOrdinal(text, at, issued.Begin, 0, issued.Begin.Length) != 0)
                continue;
            var begin = at + issued.Begin.Length;
            var tail = text.AsSpan(begin, Math.Min(Longest, text.Length - begin));
            var length = tail.IndexOfAnyExcept(issued.Letters) is >= 0 and var stop ? stop : tail.Length;
            if (length < issued.Least || length > issued.Most && issued.Most < 4096)
                continue;
            if (!tail[..length].ContainsAnyInRange('0', '9'))
                continue;
            if (length < Longest)
                return begin + tail[..length].TrimEnd('.').Length;
            return text.AsSpan(begin).IndexOfAnyExcept(issued.Letters) is >= 0 and var last
                ? begin + last
                : text.Length;
        }
        return -1;
    }

    /// <summary>No letter or digit stands before it, unless that belongs to %3D.</summary>
    static bool IsFree(string text, int at)
    {
        if (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]))
            return true;
        return at >= 3 && text[at - 3] == '%';
    }

    /// <summary>Those that are known by their shape.</summary>
    static string Shaped(string text)
    {
        if (text.Contains(":AA"))
            text = Telegram().Replace(text, Cover.Mark);
        if (text.Contains("atlasv1"))
            text = Terraform().Replace(text, Cover.Mark);
        if (text.Contains("Q~"))
            text = Entra().Replace(text, Cover.Mark);
        if (text.Contains("-us"))
            text = Mailchimp().Replace(text, Cover.Mark);
        if (text.Contains("s."))
            text = Vault().Replace(text, Cover.Mark);
        return text.Contains('.') ? Discord().Replace(text, Cover.Mark) : text;
    }

    // 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1
    [GeneratedRegex(@"(?<!\d)\d{6,12}:AA[\w-]{30,64}")]
    private static partial Regex Telegram();

    // 14charsxxxxxxx.atlasv1.60charsormore
    [GeneratedRegex(@"\b[A-Za-z0-9]{10,20}\.atlasv1\.[\w=-]{30,256}")]
    private static partial Regex Terraform();

    // abc8Q~rest: a client secret of Entra ID
    [GeneratedRegex(@"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{30,40}")]
    private static partial Regex Entra();

    // 0123456789abcdef0123456789abcdef-us21
    [GeneratedRegex(@"\b[0-9a-f]{32}-us\d{1,2}\b")]
    private static partial Regex Mailchimp();

    // s.2ZvXk1lQ8TnAaBbCcDdEeFfG: the older tokens of Vault
    [GeneratedRegex(@"(?<![\w.-])s\.(?=[A-Za-z]{0,23}\d)[A-Za-z0-9]{24}(?![\w-])")]
    private static partial Regex Vault();

    // MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs
    [GeneratedRegex(@"\b[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{25,40}(?![\w-])")]
    private static partial Regex Discord();
}
