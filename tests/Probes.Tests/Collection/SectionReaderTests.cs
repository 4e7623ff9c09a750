using System.Text;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Tests.Collection;

/// <summary>
/// Answers that once stopped a verdict: now they are read, or said, while a host answers and from kept evidence alike.
/// </summary>
public sealed class SectionReaderTests
{
    sealed class Thrower(Exception what) : Probe<string>
    {
        public override string Name => "thrower";

        public override string Title => "throws";

        public override string Script => "";

        protected override string? Parse(Section section) => throw what;
    }

    static ProbeOutcome Live(Probe probe, string text)
    {
        var reader = new BundleReader(
            ProbeBundle.Compile([probe], new(TimeSpan.FromMinutes(15)), "=FRAME"),
            () => TimeSpan.Zero
        );
        return reader
            .Feed(Encoding.UTF8.GetBytes($"\n=FRAME begin {probe.Name}\n{text}\n=FRAME rc 0\n"))
            .Single();
    }

    static ProbeOutcome Kept(Probe probe, string name, string text) =>
        new Recording([new(name, text, true, null, false, 1, [])], []).Replay([probe]).Outcomes.Single();

    public static TheoryData<string> Kinds =>
        [
            .. new[]
            {
                typeof(NullReferenceException),
                typeof(FormatException),
                typeof(ArgumentOutOfRangeException),
                typeof(KeyNotFoundException),
                typeof(InsufficientExecutionStackException),
                typeof(RegexMatchTimeoutException),
                typeof(InvalidCastException),
            }.Select(t => t.AssemblyQualifiedName!),
        ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_a_reader_throws_is_said_on_every_path(string kind)
    {
        var probe = new Thrower((Exception)Activator.CreateInstance(Type.GetType(kind)!)!);
        foreach (var outcome in new[] { Live(probe, "x"), Kept(probe, probe.Name, "x") })
        {
            Assert.False(outcome.Ok);
            Assert.StartsWith("could not read the answer of thrower", outcome.Error);
        }
    }

    [Fact]
    public void Only_the_end_of_memory_passes() =>
        Assert.Throws<OutOfMemoryException>(() => Live(new Thrower(new OutOfMemoryException()), "x"));

    [Theory]
    [InlineData("host.identity", "zone=+0100\nhost=web-01\n", "the host's clock cannot be read")]
    [InlineData("host.identity", "now=99999999999999\n", "the host's clock cannot be read")]
    [InlineData("sockets.files", "@missing /run/a.sock\n", "could not read the answer of sockets.files")]
    [InlineData(
        "nginx.config",
        "#@instance pid=1\n"
            + "a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{"
            + "a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{a{",
        "nested more than 64 deep"
    )]
    public void An_answer_that_cannot_be_read_is_said_on_every_path(
        string name,
        string text,
        string words
    )
    {
        var probe = ProbeCatalog.All.Single(p => p.Name == name);
        foreach (var outcome in new[] { Live(probe, text), Kept(probe, name, text) })
        {
            Assert.False(outcome.Ok);
            Assert.Contains(words, outcome.Error);
        }
    }

    [Theory]
    [InlineData(
        "kernel.events",
        "@boot 99999999999999999\n[99999999999999999999.5] Killed process 12 (node) total-vm:1kB\n"
    )]
    [InlineData("host.identity", "now=1795316400\nnow=1\nzone=+9999\n")]
    [InlineData("upstream.connect", "http\t10.0.0.1:1\terrno=111 errno=2 reply=zz phase=connect\n")]
    [InlineData("nginx.access-log", "@file /a\n@total x\n@minute 202611220300 x 9223372036854775808\n")]
    [InlineData("services.journal", "@log 99999999999999999999 /a\n>e1e300\tx\n")]
    public void Odd_numbers_and_keys_that_come_twice_are_read_on_every_path(string name, string text)
    {
        var probe = ProbeCatalog.All.Single(p => p.Name == name);
        Assert.All([Live(probe, text), Kept(probe, name, text)], o => Assert.True(o.Ok, o.Error));
    }

    [Fact]
    public void Of_a_key_that_comes_twice_the_first_counts() =>
        Assert.Equal(
            1,
            ConfigurationReader
                .Read("#@instance pid=1 pid=2\n# configuration file /a:\nhttp {}\n")
                .Instances.Single()
                .Pid
        );

    [Fact]
    public void Kept_evidence_of_a_probe_that_is_gone_is_said_to_be_unread()
    {
        var outcome = Kept(ProbeCatalog.All[0], "old.probe", "something");
        Assert.Equal((false, "no current probe reads this"), (outcome.Ok, outcome.Error));
    }

    [Fact]
    public void A_host_that_was_not_reached_is_kept_as_it_was() =>
        Assert.True(Kept(ProbeCatalog.All[0], "host web-02", "").Ok);
}
