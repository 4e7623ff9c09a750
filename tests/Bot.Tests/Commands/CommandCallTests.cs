using ChatOps502.Bot.Access;
using ChatOps502.Bot.Commands;

namespace ChatOps502.Bot.Tests.Commands;

public sealed class CommandCallTests
{
    [Theory]
    [InlineData("note restarted  it", "restarted  it")]
    [InlineData("note first\nsecond", "first\nsecond")]
    [InlineData("  note\u2003after an em space", "after an em space")]
    [InlineData("note", "")]
    public void The_text_goes_on_where_the_words_do(string typed, string rest)
    {
        var words = typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var next = new CommandCall(
            Unit: null!,
            words,
            typed,
            new Person("ann", "console"),
            null,
            null
        ).Next();
        Assert.Equal(rest, next.Text);
        Assert.Equal(words.Skip(1), next.Words);
    }
}
