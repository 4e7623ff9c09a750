using System.Text;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Probes.Text;
using ChatOps502.TestKit.Fuzz;

namespace ChatOps502.Probes.Tests.Fuzz;

/// <summary>
/// Every reader of what hosts print, fed with damaged answers of real machines. See <see cref="FuzzKit"/>.
/// </summary>
public sealed class FuzzTests
{
    static readonly IReadOnlyList<Probe> Probes =
    [
        .. ProbeCatalog.All,
        new CustomServiceProbe([new("shop", "127.0.0.1:3000", ["true"], ["true"], ["true"])]),
        new VerificationProbe(new([], 0, [])),
    ];

    [Fact]
    public void No_answer_of_a_host_stops_a_reader()
    {
        Assert.All(
            Probes,
            p => Assert.True(Samples.Answers.ContainsKey(p.Name), $"no sample of {p.Name}")
        );
        FuzzKit.Run("probes", [.. Probes.Select(Live), .. Probes.Select(Replayed), .. Lines()]);
    }

    static FuzzReader Live(Probe probe) =>
        new(
            "live " + probe.Name,
            Samples.Answers[probe.Name],
            text =>
            {
                var bundle = ProbeBundle.Compile([probe], new(TimeSpan.FromMinutes(15)), "=FRAME");
                var reader = new BundleReader(bundle, () => TimeSpan.Zero);
                reader.Feed(
                    Encoding.UTF8.GetBytes(
                        $"\n=FRAME begin {probe.Name}\n{text}\n=FRAME rc 0\n\n=FRAME end\n"
                    )
                );
                Assert.Contains(reader.Facts.Outcomes, o => o.Probe == probe.Name);
                foreach (var answer in reader.Facts.Find<Network.PeerAnswers>()?.All ?? [])
                    _ = (answer.HttpStatus, PhpStatus.Read(answer.Reply));
            }
        );

    static FuzzReader Replayed(Probe probe) =>
        new(
            "kept " + probe.Name,
            Samples.Answers[probe.Name],
            text =>
                Assert.Single(
                    new Recording([new(probe.Name, text, true, null, false, 1, [])], [])
                        .Replay([probe])
                        .Outcomes
                )
        );

    static IEnumerable<FuzzReader> Lines()
    {
        yield return new(
            "frames",
            [
                "\n=FRAME begin processes\n1 1 root S 1 1 sh\n=FRAME rc 0\n\n=FRAME begin what\n@unreadable "
                    + "/x\tdenied\tsudo\n=FRAME rc 3\n\n=FRAME end\n",
            ],
            Frames
        );
        yield return new("error line", Samples.ErrorLines, t => ErrorLine.Read(t));
        yield return new("access guess", Samples.AccessLines, t => AccessFormat.Guess(t));
        yield return new("access exact", Samples.AccessLines, t => AccessFormat.Combined.Read(t));
        yield return new(
            "access format",
            [
                "$status|$host|$request_method $request_uri|$msec\n504|shop.example|GET /x?y=z|1795366572.123",
            ],
            OwnFormat
        );
        yield return new(
            "nginx language",
            [Samples.Configuration],
            t => DirectiveReader.Read(t, "nginx.conf"),
            typeof(FormatException)
        );
        yield return new(
            "nginx configuration",
            [Samples.Configuration],
            t => ConfigurationReader.Read(t).Passes.Count(),
            typeof(FormatException)
        );
        yield return new(
            "back end address",
            ["http://127.0.0.1:3000/path", "fastcgi://unix:/run/php.sock:", "grpc://[2001:db8::1]:9090"],
            t => BackendAddress.Parse(t)?.ToString()
        );
        yield return new(
            "php log line",
            [.. Samples.Answers["php.fpm"][0].Split('\n')],
            t => PhpLogLine.Read(t)
        );
        yield return new(
            "php status",
            [
                "pool:                 www\nlisten queue:         4\nidle processes:       0\n",
                "{\"listen queue\": 4,\"pool\": \"www\",\"processes\":[{\"pid\":1",
            ],
            t => PhpStatus.Read(t)
        );
        yield return new(
            "fastcgi",
            ["\u0001\u0006\0\u0001\0\u0005\u0001\0Hello "],
            t => FastCgi.Text(Encoding.Latin1.GetBytes(t))
        );
        yield return new(
            "kernel log",
            Samples.Answers["kernel.events"],
            t => KernelLogReader.Read(t.Split('\n'), DateTimeOffset.UnixEpoch.AddYears(50))
        );
        yield return new(
            "listener",
            Samples.Answers["sockets.listening"],
            t => ListeningProbe.Read("ss", t.Length % 2 == 0, t)
        );
        yield return new("process", Samples.Answers["processes"], t => ProcessProbe.Read(t));
        yield return new(
            "log key",
            ["20261122170512", "u202611221705", "e1795366560.123"],
            t => LogKey.Time(t, TimeSpan.FromHours(14))
        );
        yield return new(
            "harmless",
            [.. Samples.ErrorLines, "👨‍👩‍👧 ❤️ \u202E"],
            t => Assert.Same(Harmless.Text(t) is var safe ? safe : "", Harmless.Text(safe))
        );
    }

    static void Frames(string text)
    {
        var reader = new BundleReader(
            ProbeBundle.Compile([new ProcessProbe()], new(TimeSpan.FromMinutes(15)), "=FRAME"),
            () => TimeSpan.Zero
        );
        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(1 + text.Length % 97))
            reader.Feed(chunk);
        reader.Close("ended");
        Assert.Contains(reader.Facts.Outcomes, o => o.Probe == "processes");
    }

    static void OwnFormat(string text)
    {
        var parts = text.Split('\n', 2);
        AccessFormat.Of("own", parts[0]).Read(parts[^1]);
    }
}
