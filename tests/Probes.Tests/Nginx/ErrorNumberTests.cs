using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Tests.Nginx;

/// <summary>Other systems count their errors in another way.</summary>
public sealed class ErrorNumberTests
{
    [Theory]
    [InlineData(111, "61: Connection refused")]
    [InlineData(110, "60: Operation timed out")]
    [InlineData(104, "54: Connection reset by peer")]
    [InlineData(113, "65: No route to host")]
    [InlineData(99, "49: Can't assign requested address")]
    [InlineData(11, "35: Resource temporarily unavailable")]
    [InlineData(111, "10061: Nessuna connessione stabilita")]
    [InlineData(110, "10060: FormatMessage() error:(15105)")]
    [InlineData(104, "10054: An existing connection was forcibly closed by the remote host")]
    [InlineData(28, "112: There is not enough space on the disk")]
    [InlineData(112, "112: Host is down")]
    [InlineData(111, "111: connection refused")]
    [InlineData(22, "22: Invalid argument")]
    public void They_are_read_as_those_of_Linux(int number, string text) =>
        Assert.Equal(
            number,
            ErrorLine.Read($"connect() failed ({text}) while connecting to upstream")!.Errno
        );

    [Fact]
    public void A_number_in_a_files_name_is_none() =>
        Assert.Equal(
            2,
            ErrorLine
                .Read(
                    "open() \"/srv/a (111: Connection refused)\" failed (2: No such file or directory)"
                )!
                .Errno
        );
}
