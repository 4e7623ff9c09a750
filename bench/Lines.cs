namespace ChatOps502.Bench;

/// <summary>An error log as a host writes it while a back end is down.</summary>
static class Lines
{
    public static string[] OfErrorLog(int count) => [.. Enumerable.Range(0, count).Select(ErrorLine)];

    static string ErrorLine(int number) =>
        $"2026/11/22 17:{number / 60 % 60:00}:{number % 60:00} [error] 971#971: *{number} connect() failed "
        + "(111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: shop.example, "
        + $"request: \"GET /cart/{number} HTTP/1.1\", upstream: \"http://127.0.0.1:3000/cart/{number}\", "
        + "host: \"shop.example\"";
}
