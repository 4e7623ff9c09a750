using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Tests.Text;

public sealed class LogTimeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(7_300_000_000)]
    public void What_no_clock_shows_is_no_time(double seconds) => Assert.Null(LogTime.OfEpoch(seconds));

    [Theory]
    [InlineData("e1e300")]
    [InlineData("e-5")]
    [InlineData("00010101000000")]
    [InlineData("u99991231235959")]
    public void A_key_of_no_such_time_is_none(string key) =>
        Assert.Null(LogKey.Time(key, TimeSpan.FromHours(14)));

    [Theory]
    [InlineData("10.0.0.1 - - [22/Nov/0001:17:05:27 +0000] \"GET / HTTP/1.1\" 502 1 \"-\" \"-\"")]
    [InlineData("10.0.0.1 - - [22/Nov/9999:17:05:27 +0000] \"GET / HTTP/1.1\" 502 1 \"-\" \"-\"")]
    public void A_request_of_no_such_time_has_none(string line) =>
        Assert.Null(AccessFormat.Combined.Read(line)!.Time);

    [Theory]
    [InlineData("[99999999999999999999.5] Killed process 12 (node) total-vm:1kB")]
    [InlineData("99999999999.5 h kernel: Killed process 12 (node) total-vm:1kB")]
    [InlineData("[٣.٣] Killed process 12 (node) total-vm:1kB")]
    public void A_stamp_of_the_kernel_out_of_range_is_no_time(string line) =>
        Assert.Null(
            Assert.Single(KernelLogReader.Read([line], DateTimeOffset.UnixEpoch.AddYears(56)).Kills).Time
        );
}
