using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Tests.Pasted;

/// <summary>Telling lines, and lines that only look like them.</summary>
public sealed class RemarkReaderTests
{
    static Remark? Read(string line) => RemarkReader.Read("app.log", [line]).FirstOrDefault();

    [Theory]
    [InlineData(
        "[2026-11-22 02:59:30 +0000] [7] [INFO] Listening at: http://127.0.0.1:8000 (7)",
        "127.0.0.1:8000"
    )]
    [InlineData("      Now listening on: http://[::]:8080", "[::]:8080")]
    [InlineData(" * Running on http://0.0.0.0:5000", "0.0.0.0:5000")]
    [InlineData("Server listening on port 3000", "*:3000")]
    [InlineData("Tomcat started on port(s): 9090 (http)", "*:9090")]
    [InlineData("Starting ProtocolHandler [\"http-nio-8090\"]", "*:8090")]
    [InlineData("uwsgi socket 0 bound to TCP address 127.0.0.1:3031 fd 3", "127.0.0.1:3031")]
    [InlineData("  ➜  Local:   http://localhost:5173/", "localhost:5173")]
    public void Where_a_program_listens(string line, string address)
    {
        var remark = Read(line)!;
        Assert.Equal((RemarkKind.ListensOn, address), (remark.Kind, remark.Address!.ToString()));
    }

    [Theory]
    [InlineData("dial tcp 10.7.0.3:6379: connect: connection refused")]
    [InlineData("lua tcp socket connect timed out, when connecting to 10.7.0.3:3306")]
    [InlineData("redis connect failed: connection refused")]
    [InlineData("FATAL: password authentication failed for user \"cart\"")]
    public void A_dependency_that_fails(string line) =>
        Assert.Equal(RemarkKind.Dependency, Read(line)!.Kind);

    [Theory]
    [InlineData("GET /healthz 200 in 3 ms")]
    [InlineData("connected to redis")]
    [InlineData("Reading package lists... Done")]
    [InlineData("")]
    public void An_ordinary_line_is_none(string line) => Assert.Null(Read(line));

    [Theory]
    [InlineData("web-1  | ready", "web-1", "ready")]
    [InlineData("2026-11-22T02:59:30.1Z stderr F ready", null, "ready")]
    [InlineData("{\"log\":\"ready\\n\",\"stream\":\"stdout\"}", null, "ready")]
    [InlineData("> ready", null, "ready")]
    [InlineData("{\"status\":200}", null, "{\"status\":200}")]
    public void Collectors_wrap_lines(string line, string? who, string text) =>
        Assert.Equal(new LogPrefix(who, text), LogPrefix.Strip(line));
}
