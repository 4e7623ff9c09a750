using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Tests.Text;

public sealed class HarmlessTests
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001B[31mred\\u001B[0m")]
    [InlineData("\u001b]0;title\a", "\\u001B]0;title\\u0007")]
    [InlineData("a\r\nb\tc\n", "a\nb\tc\n")]
    [InlineData("over\rwritten", "over\\u000Dwritten")]
    [InlineData("\u007F\u009B31m\0", "\\u007F\\u009B31m\\u0000")]
    [InlineData("pay\u202Egnp.exe", "pay\\u202Egnp.exe")]
    [InlineData("\u2066x\u2069\u061C\u200E", "\\u2066x\\u2069\\u061C\\u200E")]
    [InlineData("sys\u200Btem\u00ADctl\uFEFF", "sys\\u200Btem\\u00ADctl\\uFEFF")]
    [InlineData("a\u200Db", "a\\u200Db")]
    [InlineData("\u034F\u180E\u2060\u2064", "\\u034F\\u180E\\u2060\\u2064")]
    [InlineData("x\U000E0041y", "x\\U000E0041y")]
    public void What_moves_turns_or_hides_becomes_visible(string text, string shown) =>
        Assert.Equal(shown, Harmless.Text(text));

    [Theory]
    [InlineData(new[] { 'a', '\uD800', 'b' }, "a\\uD800b")]
    [InlineData(new[] { '\uDC00' }, "\\uDC00")]
    [InlineData(new[] { '\uD83D' }, "\\uD83D")]
    public void Half_a_character_becomes_visible(char[] text, string shown) =>
        Assert.Equal(shown, Harmless.Text(new(text)));

    [Theory]
    [InlineData("")]
    [InlineData("2026/11/22 17:05:27 [error] 1#1: *1 connect() failed\n\tat x\n")]
    [InlineData("Größe, 日本語, עברית, ½")]
    [InlineData("👨‍👩‍👧 and ❤️ and ❤️‍🔥 and 🏴")]
    public void Harmless_text_is_the_same_text(string text) => Assert.Same(text, Harmless.Text(text));

    [Fact]
    public void It_costs_what_it_is_long() =>
        Assert.Equal(
            6_000_000,
            TestKit.Fuzz.FuzzKit.Quickly(() => Harmless.Text(new('\u202E', 1_000_000))).Length
        );
}
