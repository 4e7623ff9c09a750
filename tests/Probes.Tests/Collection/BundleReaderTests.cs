using System.Text;
using ChatOps502.Probes.Collection;

namespace ChatOps502.Probes.Tests.Collection;

public sealed class BundleReaderTests
{
    sealed class Echo(string name) : Probe<string>
    {
        public override string Name => name;

        public override string Title => name;

        public override string Script => "cat";

        public override int MaxBytes => 100;

        protected override string? Parse(Section section) =>
            section.Text.Contains("boom") ? throw new FormatException("boom") : section.Text;
    }

    static readonly ProbeBundle Bundle = ProbeBundle.Compile(
        [new Echo("one"), new Echo("two")],
        new(TimeSpan.FromMinutes(15)),
        "=FRAME"
    );

    static BundleReader Fed(string text, int pieces = 1)
    {
        var reader = new BundleReader(Bundle, () => TimeSpan.Zero);
        var bytes = Encoding.Latin1.GetBytes(text);
        foreach (var chunk in bytes.Chunk(Math.Max(1, bytes.Length / pieces)))
            reader.Feed(chunk);
        return reader;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Sections_are_the_same_however_the_bytes_arrive(int pieces)
    {
        var reader = Fed(
            "\n=FRAME begin one\nhello\n\n=FRAME rc 0\n\n=FRAME begin two\n@unreadable /x\tdenied\tsudo\nthere\n"
                + "=FRAME rc 3\n\n=FRAME end\n",
            pieces
        );
        Assert.True(reader.Complete);
        Assert.Equal(["one", "two"], reader.Facts.Outcomes.Select(o => o.Probe));
        Assert.Equal(
            new UnreadableSource("/x", "denied", "sudo"),
            Assert.Single(reader.Facts.Unreadable)
        );
    }

    [Fact]
    public void A_log_line_cannot_forge_a_frame_it_does_not_know()
    {
        var reader = Fed(
            "\n=FRAME begin one\n=OTHER rc 0\n=OTHER end\nstill one\n=FRAME rc 0\n\n=FRAME end\n"
        );
        Assert.Contains("still one", reader.Facts.Raw["one"]);
    }

    [Fact]
    public void What_never_answered_is_said_with_the_reason()
    {
        var reader = Fed("\n=FRAME begin one\nhello\n=FRAME rc 0\n\n=FRAME begin two\nhalf");
        reader.Close("the connection was lost");
        Assert.False(reader.Complete);
        Assert.Equal(
            "the connection was lost",
            reader.Facts.Outcomes.Single(o => o.Probe == "two").Error
        );
    }

    [Fact]
    public void An_answer_that_cannot_be_read_is_a_failed_step_not_an_exception()
    {
        var outcome = Fed("\n=FRAME begin one\nboom\n=FRAME rc 0\n").Facts.Outcomes.Single();
        Assert.False(outcome.Ok);
        Assert.Contains("boom", outcome.Error);
    }

    [Fact]
    public void A_time_out_and_a_cut_are_said()
    {
        var outcome = Fed("\n=FRAME begin one\n" + new string('x', 200) + "\n=FRAME rc 124\n")
            .Facts.Outcomes.Single();
        Assert.True(outcome.Truncated);
        Assert.Contains("stopped after", outcome.Error);
    }

    [Fact]
    public void A_second_answer_to_one_question_is_not_looked_at()
    {
        var reader = Fed(
            "\n=FRAME begin one\nfirst\n=FRAME rc 0\n\n=FRAME begin one\nsecond\n=FRAME rc 0\n"
        );
        Assert.Contains("first", reader.Facts.Raw["one"]);
        Assert.Single(reader.Facts.Outcomes);
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_is_said_once_and_stops_nothing()
    {
        var reader = Fed(
            "\n=FRAME begin \u001bnine\nx\n=FRAME rc 0\n\n=FRAME begin ten\nx\n=FRAME rc 0\n\n=FRAME begin "
                + "two\nthere\n=FRAME rc 0\n"
        );
        Assert.Equal(["\\u001Bnine", "two"], reader.Facts.Outcomes.Select(o => o.Probe));
        Assert.Equal("the host sent an answer that nobody asked for", reader.Facts.Outcomes[0].Error);
        Assert.True(reader.Facts.Outcomes[1].Ok);
    }
}
