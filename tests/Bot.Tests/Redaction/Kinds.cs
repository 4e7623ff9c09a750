using System.Text;

namespace ChatOps502.Bot.Tests.Redaction;

/// <summary>A kind of secret as it is met.</summary>
/// <param name="Name">For failures.</param>
/// <param name="Text">How it stands in a text.</param>
/// <param name="Hidden">What of it must not be seen.</param>
/// <param name="IsWhole">False when it has its own surroundings already: a header, a command, several lines.</param>
public sealed record Kind(string Name, string Text, string Hidden, bool IsWhole = true)
{
    public override string ToString() => Name;
}

/// <summary>
/// Kinds of secrets, made up by a seed: none of them was ever issued, and none stands here as a whole.
/// </summary>
static class Kinds
{
    const string Small = "abcdefghijklmnopqrstuvwxyz",
        Capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        Digits = "0123456789";

    public static IReadOnlyList<Kind> Of(int seed)
    {
        var random = new Random(seed);
        string From(string letters, int length) =>
            new([.. Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)])]);
        string Made(int length) => From(Small + Capital + Digits, length - 3) + "a7Z";
        string Hex(int length) => From("0123456789abcdef", length - 2) + "a7";
        string Caps(int length) => From(Capital + "234567", length - 1) + "7";
        var word = "hunter" + From(Digits, 3);
        Kind Issued(string name, string begin, string rest) => new(name, begin + rest, rest);
        Kind Named(string name, string before, string secret, string after = "") =>
            new(name, before + secret + after, secret);
        Kind Line(string name, string before, string secret, string after = "") =>
            new(name, before + secret + after, secret, IsWhole: false);
        string Jwt(int parts) =>
            "eyJhbGciOiJIUzI1NiJ9."
            + string.Join('.', Enumerable.Range(1, parts - 1).Select(_ => Made(40)));
        var pem = string.Join('\n', Enumerable.Range(0, 4).Select(_ => Made(64)));
        return
        [
            Issued("aws access key", "AKIA", Caps(16)),
            Issued("aws temporary key", "ASIA", Caps(16)),
            Named("aws secret key", "aws_secret_access_key = ", Made(20) + "/" + Made(19)),
            Named(
                "aws presigned signature",
                "https://b.s3.amazonaws.com/f?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261125T100000Z"
                    + "&X-Amz-Signature=",
                Hex(64)
            ),
            Named(
                "aws presigned token",
                "https://b.s3.amazonaws.com/f?X-Amz-Date=20261125T100000Z&X-Amz-Security-Token=",
                Made(60),
                "&X-Amz-SignedHeaders=host"
            ),
            Issued("github classic", "ghp_", Made(36)),
            Issued("github oauth", "gho_", Made(36)),
            Issued("github user", "ghu_", Made(36)),
            Issued("github server", "ghs_", Made(36)),
            Issued("github refresh", "ghr_", Made(36)),
            Issued("github fine-grained", "github_pat_", Made(22) + "_" + Made(59)),
            Issued("gitlab personal", "glpat-", Made(20)),
            Issued("gitlab deploy", "gldt-", Made(20)),
            Issued("gitlab runner", "glrt-", Made(20)),
            Issued("npm", "npm_", Made(36)),
            Issued("pypi", "pypi-", "AgEIcHlwaS5vcmc" + Made(60)),
            Issued("hugging face", "hf_", Made(34)),
            Issued("docker hub", "dckr_pat_", Made(27)),
            Issued("rubygems", "rubygems_", Hex(48)),
            Issued("stripe live", "sk_" + "live_", Made(24)),
            Issued("stripe restricted", "rk_" + "live_", Made(24)),
            Issued("stripe test", "sk_" + "test_", Made(24)),
            Issued("stripe webhook", "whsec_", Made(32)),
            Issued("openai", "sk-", Made(48)),
            Issued("openai project", "sk-proj-", Made(60)),
            Issued("anthropic", "sk-ant-" + "api03-", Made(80)),
            Issued("google api key", "AIza", Made(35)),
            Issued("google client secret", "GOCSPX-", Made(28)),
            Issued("google access token", "ya29.", Made(60)),
            Issued("google refresh token", "1//0", Made(60)),
            Issued("sendgrid", "SG.", Made(22) + "." + Made(43)),
            Issued("twilio key", "SK", Hex(32)),
            Issued("twilio account", "AC", Hex(32)),
            Issued("mailgun", "key-", Hex(32)),
            Issued("mailchimp", "", Hex(32) + "-us21"),
            Issued("digitalocean", "dop_v1_", Hex(64)),
            Issued("digitalocean oauth", "doo_v1_", Hex(64)),
            Issued("telegram bot", "", "123456789:AA" + Made(33)),
            Named("heroku", "HEROKU_API_KEY=", $"{Hex(8)}-{Hex(4)}-{Hex(4)}-{Hex(4)}-{Hex(12)}"),
            Issued("slack bot", "xox" + "b-", $"123456789012-{From(Digits, 12)}-{Made(24)}"),
            Issued("slack user", "xox" + "p-", $"{From(Digits, 12)}-{Made(24)}"),
            Issued("slack app", "xapp-", $"1-A{From(Digits, 9)}-{From(Digits, 12)}-{Hex(64)}"),
            Named(
                "slack webhook",
                "https://hooks.slack.com/services/",
                $"T{Caps(8)}/B{Caps(8)}/{Made(24)}"
            ),
            Named(
                "discord webhook",
                "https://discord.com/api/webhooks/",
                $"{From(Digits, 18)}/{Made(68)}"
            ),
            Issued("discord bot", "", $"M{Made(23)}.{Made(6)}.{Made(27)}"),
            Named(
                "teams webhook",
                "https://acme.webhook.office.com/webhookb2/",
                $"{Hex(8)}@{Hex(8)}/IncomingWebhook/{Hex(32)}/{Hex(8)}"
            ),
            Named(
                "azure account key",
                "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=",
                Made(43) + "==",
                ";EndpointSuffix=core.windows.net"
            ),
            Named(
                "azure sas",
                "https://shop.blob.core.windows.net/c/f?sv=2022-11-02&se=2026-11-26&sr=b&sp=r&sig=",
                Made(20) + "%2F" + Made(20) + "%3D"
            ),
            Named(
                "azure service bus",
                "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=",
                Made(43) + "="
            ),
            Issued("entra client secret", "", "abc8Q~" + Made(34)),
            Issued("shopify", "shpat_", Hex(32)),
            Issued("square", "sq0atp-", Made(22)),
            Issued("atlassian", "ATATT3xFfGF0", Made(120)),
            Issued("linear", "lin_api_", Made(40)),
            Issued("notion", "ntn_", Made(46)),
            Issued("notion old", "secret_", Made(43)),
            Issued("vault", "hvs.", Made(90)),
            Issued("vault old", "s.", Made(24)),
            Issued("databricks", "dapi", Hex(32)),
            Issued("doppler", "dp.pt.", Made(40)),
            Issued("terraform", "", Made(14) + ".atlasv1." + Made(60)),
            Issued("grafana", "glsa_", Made(32) + "_" + Hex(8)),
            Issued("new relic", "NRAK-", Caps(27)),
            Named("sentry dsn", "https://", Hex(32), "@o123.ingest.sentry.io/456"),
            Issued("sentry", "sntrys_", Made(60)),
            Named("pagerduty", "PAGERDUTY_TOKEN=", "u+" + Made(18)),
            Issued("age", "AGE-SECRET-KEY-1", Caps(58)),
            Issued("figma", "figd_", Made(40)),
            Issued("postman", "PMAK-", Hex(24) + "-" + Hex(34)),
            Issued("jwt", "", Jwt(3)),
            Issued("jwe", "", Jwt(5)),
            Issued("random token", "", Made(40)),
            Issued("random token with a name before it", "acme_prod_", Made(32)),
            Issued("base64 token", "", Made(22) + "/" + Made(20) + "+" + Made(21)),
            new(
                "pem",
                $"-----BEGIN RSA PRIVATE KEY-----\n{pem}\n-----END RSA PRIVATE KEY-----",
                pem[..64],
                false
            ),
            new(
                "pem on a line",
                $"-----BEGIN PRIVATE KEY-----\\n{pem.Replace("\n", "\\n")}\\n-----END PRIVATE KEY-----\\n",
                pem[..64],
                false
            ),
            new(
                "openssh key",
                $"-----BEGIN OPENSSH PRIVATE KEY-----\n{pem}\n-----END OPENSSH PRIVATE KEY-----",
                pem[65..129],
                false
            ),
            new(
                "pgp key",
                $"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{pem}\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----",
                pem[65..129],
                false
            ),
            new("pem cut off", $"-----BEGIN EC PRIVATE KEY-----\n{pem}", pem[..64], false),
            new("putty key", $"Private-Lines: 4\n{pem}\nPrivate-MAC: {Hex(40)}", pem[65..129], false),
            Issued("bcrypt", "", "$2y$10$" + Made(53)),
            Issued("shadow sha512", "", "$6$" + Made(8) + "$" + Made(86)),
            Issued("yescrypt", "", "$y$j9T$" + Made(22) + "$" + Made(43)),
            Issued("argon2", "", "$argon2id$v=19$m=65536,t=3,p=4$" + Made(22) + "$" + Made(43)),
            Issued("apr1", "", "$apr1$" + Made(8) + "$" + Made(22)),
            Issued("ldap hash", "", "{SSHA}" + Made(32)),
            Line("bearer", "Authorization: Bearer ", Made(20)),
            Line(
                "basic",
                "Authorization: Basic ",
                Convert.ToBase64String(Encoding.ASCII.GetBytes("app:" + word))
            ),
            Line("own scheme", "Authorization: AcmeSign ", Made(12)),
            Line("plain authorization", "authorization: ", word),
            Line(
                "proxy authorization",
                "Proxy-Authorization: Basic ",
                Convert.ToBase64String(Encoding.ASCII.GetBytes("app:" + word))
            ),
            Line(
                "digest",
                "Authorization: Digest username=\"app\", realm=\"r\", response=\"",
                Hex(32)[..31] + "7",
                "\""
            ),
            Line("cookie", "Cookie: theme=dark; acme=", word),
            Line("set-cookie", "Set-Cookie: acme=", word, "; Path=/; HttpOnly"),
            Named("x-api-key", "X-Api-Key: ", word),
            Named("x-auth-token", "X-Auth-Token: ", word),
            Named("x-amz-security-token", "X-Amz-Security-Token: ", Made(60)),
            Named("x-vault-token", "X-Vault-Token: ", word),
            Named("bearer alone", "Bearer ", Made(18)),
            Named("php session", "PHPSESSID=", Hex(26)),
            Named("java session", "JSESSIONID=", From("0123456789ABCDEF", 32)),
            Named("asp session", "ASP.NET_SessionId=", From(Small, 20) + "4567"),
            Named("connect.sid", "connect.sid=s%3A", Made(32)),
            Named("laravel session", "laravel_session=", Made(40)),
            Named("query password", "https://shop.example/login?user=ann&password=", word, "&next=1"),
            Named("query token", "https://shop.example/a?token=", word),
            Named("query access_token", "https://shop.example/cb#access_token=", word, "&type=b"),
            Named("query code", "https://shop.example/cb?code=", Made(12), "&state=abc"),
            Named("query state", "https://shop.example/cb?code=abcdefgh&state=", "st" + word),
            Named("query key", "https://maps.example/api?key=", word),
            Named("query sid", "https://shop.example/a?sid=", word),
            Named("query sig", "https://shop.example/a?sig=", word),
            Named("query jwt", "https://shop.example/a?jwt=", word),
            Named("query otp", "https://shop.example/a?otp=", From(Digits, 6) + "7"),
            Named("query id_token", "https://shop.example/a?id_token=", word),
            Named(
                "query with ampersand",
                "https://shop.example/login?password=",
                $"a&b;c,d=e{word}",
                "&next=1"
            ),
            Named("encoded query", "https://sso.example/?next=%2Flogin%3Fpassword%3D", word, "%26a%3D1"),
            Named("form", "grant_type=password&client_secret=", word, "&scope=x"),
            Named("form refresh", "refresh_token=", word, "&scope=x"),
            Named("reset link", "https://shop.example/reset/", Hex(20)),
            Named("token path", "https://shop.example/token/", Made(24)),
            Named("verify path", "https://shop.example/verify/", Hex(32)),
            Named("DB_PASS", "DB_PASS=", word),
            Named("DB_PASSWORD", "DB_PASSWORD=", word),
            Named("PGPASSWORD", "PGPASSWORD=", word),
            Named("MYSQL_PWD", "MYSQL_PWD=", word),
            Named("_SECRET", "SESSION_SECRET=", word),
            Named("_TOKEN", "DEPLOY_TOKEN=", word),
            Named("_KEY", "PAYMENT_KEY=", word),
            Named("env with odd letters", "DB_PASS=", $"a&b@c:d;e{word}"),
            Named("requirepass", "requirepass ", word),
            Named("masterauth", "masterauth ", word),
            Named("yaml", "password: ", word),
            Named("json", "{\"password\":\"", word, "\"}"),
            Named("json with blanks", "{\"clientSecret\" : \"", "a b " + word, "\"}"),
            Named("escaped json", "{\\\"password\\\":\\\"", word, "\\\"}"),
            Named("twice escaped json", "{\\\\\\\"password\\\\\\\":\\\\\\\"", word, "\\\\\\\"}"),
            Named("xml", "<password>", word, "</password>"),
            Named("xml attribute", "<add key=\"DbPassword\" value=\"", word, "\" />"),
            Named("php array", "'password' => '", word, "',"),
            Named("php define", "define('DB_PASSWORD', '", word, "');"),
            Named("env of a container", "{\"name\":\"DB_PASSWORD\",\"value\":\"", word, "\"}"),
            Named("ini with quotes", "password = \"", $"a;b 'c' {word}", "\""),
            Named("spring", "spring.datasource.password=", word),
            Named("java option", "-Dapp.password=", word),
            Named("netrc", "machine db.example login app password ", word),
            Named("pgpass", "db.example:5432:shop:app:", word),
            Named("sql", "CREATE USER app IDENTIFIED BY '", $"a'';b{word}", "'"),
            Named("sql postgres", "ALTER USER app WITH PASSWORD '", word, "'"),
            Named("nginx header", "proxy_set_header X-Api-Key ", word, ";"),
            Named("nginx param", "fastcgi_param DB_PASSWORD ", word, ";"),
            Named("nginx quoted", "proxy_set_header Authorization \"Token ", word, "\";"),
            Named("npmrc", "//registry.npmjs.org/:_authToken=", word),
            Named("mysql -p", "mysql -uroot -p", word, " shop"),
            Named("mysqldump", "/usr/bin/mysqldump -u root -p", word, " shop"),
            Named("sshpass", "sshpass -p ", word, " ssh ops@web"),
            Named("curl -u", "curl -u app:", word, " https://shop.example/"),
            Named("curl --user", "curl --user app:", word, " https://shop.example/"),
            Named("curl -H", "curl -H 'Authorization: Bearer ", word, "' https://shop.example/"),
            Named("option", "shopctl --password ", word, " --verbose"),
            Named("option with =", "shopctl --api-key=", word, " --verbose"),
            Named("redis-cli", "redis-cli -a ", word, " ping"),
            Named("az", "az login --service-principal -u app -p ", word),
            Named("docker login", "docker login -u app -p ", word, " registry.example"),
            Named("aws configure", "aws configure set aws_secret_access_key ", word),
            Named("openssl", "openssl rsa -in k.pem -passin pass:", word),
            Named("mongosh", "mongosh -u app -p ", word),
            Named("mysql url", "mysql://app:", word, "@db.example/shop"),
            Named("url with odd password", "postgres://app:", $"p@s/s#{word}", "@db.example:5432/shop"),
            Named("redis url", "redis://:", word, "@cache:6379/0"),
            Named("amqp url", "amqp://app:", word, "@mq.example/v"),
            Named("mongodb url", "mongodb+srv://app:", word, "@c.example/db"),
            Named("token url", "https://", Made(40), "@github.com/acme/shop.git"),
            Named("jdbc", "jdbc:mysql://db.example/shop?user=app&password=", word),
            Named(
                "connection string",
                "Server=db;Database=shop;User Id=app;Password=",
                word,
                ";Encrypt=true"
            ),
            Named("go dsn", "app:", word, "@tcp(db:3306)/shop"),
            Named("oracle thin", "jdbc:oracle:thin:scott/", word, "@//db:1521/x"),
            Named("prose", "the password is ", word),
            Named("prose with colon", "new password: ", word),
            Issued("card", "", "4111 1111 1111 1111"),
            Issued("card with dashes", "", "5500-0055-5555-5559"),
            Issued("card alone", "", "4012888888881881"),
            Issued("amex", "", "3782 822463 10005"),
            Issued("iban", "", "DE89 3704 0044 0532 0130 00"),
            Issued("iban alone", "", "GB82WEST12345698765432"),
        ];
    }

    /// <summary>A kind as it stands in logs, headers, addresses, JSON, YAML, shells and notes.</summary>
    public static IEnumerable<(string Where, string Text)> Surroundings(Kind kind)
    {
        var text = kind.Text;
        yield return ("alone", text);
        yield return (
            "log line",
            $"2026/11/25 10:00:00 [error] 971#971: *12 FastCGI sent in stderr: {text}"
        );
        yield return ("lines", $"before\n{text}\nafter");
        yield return ("windows lines", $"before\r\n{text}\r\nafter");
        yield return ("prose", $"note: found {text} in the log, please rotate it");
        yield return ("yaml", $"message: {text}\nlevel: error\n");
        if (!kind.IsWhole)
            yield break;
        yield return ("escaped lines", $"before\\n{text}\\nafter");
        yield return ("end of a sentence", $"It said {text}.");
        yield return ("brackets", $"worker ({text}) died");
        if (text.AsSpan().IndexOfAny(" \n\"'") >= 0)
            yield break;
        yield return ("shell line", $"DEBUG=1 /opt/run.sh \"{text}\" 'x'");
        yield return ("export", $"export VALUE={text}");
        yield return ("header", $"X-Value: {text}\r\nHost: shop.example");
        yield return ("json", $"{{\"value\":\"{text}\",\"n\":1}}");
        yield return ("escaped json", $"{{\\\"value\\\":\\\"{text}\\\"}}");
        yield return ("list", $"[\"a\", '{text}', `{text}`]");
        if (text.Contains("://"))
            yield break;
        yield return ("address", $"GET /a/b?value={text}&z=1 HTTP/1.1");
        yield return (
            "access log",
            $"10.0.0.1 - - [25/Nov/2026:10:00:00 +0000] \"GET /a?v={text} HTTP/1.1\" 502 157 \"-\" \"curl/8\""
        );
    }
}
