using System.Text.Json.Nodes;
using ChatOps502.Bot.Redaction;

namespace ChatOps502.Bot.Tests.Redaction;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("GET /login?password=hunter2&x=1", "hunter2")]
    [InlineData("""{"api_key": "abcdef123"}""", "abcdef123")]
    [InlineData("DB_PASSWORD=s3cr3t node server.js", "s3cr3t")]
    [InlineData("DJANGO_SECRET_KEY=abcdef99", "abcdef99")]
    [InlineData("STRIPE_KEY=sk_live_1234567", "sk_live_1234567")]
    [InlineData("redis://:hunter2@cache:6379", "hunter2")]
    [InlineData("fastcgi_param DB_PASSWORD hunter2;", "hunter2")]
    [InlineData("proxy_set_header Authorization \"Basic dXNlcjpwdw==\";", "dXNlcjpwdw")]
    [InlineData("mysql --password hunter2 db", "hunter2")]
    [InlineData("Authorization: Bearer abcdef.ghijkl", "abcdef.ghijkl")]
    [InlineData("Cookie: session=abcdef0123456789", "abcdef0123456789")]
    [InlineData("postgres://app:hunter2@db/shop", "hunter2")]
    [InlineData("token xoxb-123456789012-abcdefghij", "xoxb-123456789012")]
    [InlineData("key AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE")]
    public void A_secret_is_masked(string text, string secret)
    {
        Assert.DoesNotContain(secret, Secrets.Mask(text));
        var json = new JsonObject
        {
            ["text"] = text,
            ["list"] = new JsonArray(text, 1, null),
        }.ToJsonString();
        Assert.DoesNotContain(secret, Secrets.MaskJson(json));
    }

    [Fact]
    public void Long_words_are_masked_in_linear_time()
    {
        var text = string.Concat(Enumerable.Repeat(new string('a', 4000) + " ", 500));
        Assert.Equal(text, Secrets.Mask(text)); // 2 MB: minutes when a pattern is quadratic
    }

    [Theory]
    [InlineData("connect() failed (111: Connection refused) while connecting to upstream")]
    [InlineData("auth request unexpected status: 502 while sending to client")]
    [InlineData("systemctl start php8.2-fpm")]
    [InlineData("pass: shop.example/index.php answers 200 in 1 ms")]
    [InlineData("http://127.0.0.1:3000/a@b")]
    public void What_is_no_secret_stays(string text) => Assert.Equal(text, Secrets.Mask(text));

    [Theory]
    [InlineData("\0", "\\u0000")]
    [InlineData("\u007f and \\u007f and \\u001b", "\\u007F and \\u007f and \\u001b")]
    [InlineData("pass\u200Bword=hunter2", "pass\\u200Bword=hunter2")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    public void What_cannot_be_seen_is_shown_and_ends_nothing(string text, string shown) =>
        Assert.Equal(shown, Secrets.Mask(text));

    [Fact]
    public void A_secret_is_found_wherever_a_long_text_is_cut()
    {
        var line =
            "10.0.0.7 - - [22/Nov/2026:17:05:27 +0000] \"GET /?token=s3cr3t-t0k3n-0815 HTTP/1.1\" 502 150\n";
        var masked = Secrets.Mask(string.Concat(Enumerable.Repeat(line, 5000)));
        Assert.DoesNotContain("s3cr3t", masked);
        Assert.Equal(5000, masked.Count(c => c == '\n'));
    }
}
