using System.Buffers;
using System.Text;

namespace ChatOps502.Probes.Text;

/// <summary>
/// Makes text from outside safe to show: what moves a cursor, rings, turns writing around or cannot be seen becomes a
/// visible escape.
/// </summary>
/// <remarks>Markup is left alone: that is for the renderer, which knows what it writes.</remarks>
public static class Harmless
{
    const int Joiner = 0x200D;

    /// <returns>The same instance when there was nothing to do.</returns>
    public static string Text(string text)
    {
        var first = 0;
        while (first < text.Length && IsPlain(text[first]))
            first++;
        return first == text.Length ? text : Escaped(text, first);
    }

    /// <summary>True for what needs no closer look.</summary>
    static bool IsPlain(char c) =>
        c is '\n' or '\t' or >= ' ' and < '\u007F' or >= '\u00A0' and < '\u0300' and not '\u00AD';

    static string Escaped(string text, int from)
    {
        var safe = new StringBuilder(text, 0, from, text.Length + 16);
        for (var at = from; at < text.Length; )
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune))
                Escape(safe, text[at++]); // half a character
            else
            {
                Append(safe, text, at, rune);
                at += rune.Utf16SequenceLength;
            }
        }
        return safe.Length == text.Length && safe.Equals(text) ? text : safe.ToString();
    }

    static void Append(StringBuilder safe, string text, int at, Rune rune)
    {
        if (rune.Value == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
            return;
        if (rune.Value == Joiner && JoinsPictures(text, at))
            safe.Append((char)Joiner);
        else if (IsHarmful(rune.Value))
            Escape(safe, rune.Value);
        else
            safe.Append(text, at, rune.Utf16SequenceLength);
    }

    static bool IsHarmful(int c) => IsControl(c) || TurnsWriting(c) || IsInvisible(c);

    static bool IsControl(int c) => c is < 0x20 and not ('\n' or '\t') or >= 0x7F and < 0xA0;

    static bool TurnsWriting(int c) =>
        c is 0x061C or 0x200E or 0x200F or >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;

    static bool IsInvisible(int c) =>
        c
            is 0x00AD
                or 0x034F
                or 0x180E
                or >= 0x200B
                and <= 0x200D
                or >= 0x2060
                and <= 0x2064
                or 0xFEFF
                or >= 0xE0000
                and <= 0xE007F;

    /// <summary>A family is several pictures joined: U+1F468 U+200D U+1F469.</summary>
    static bool JoinsPictures(string text, int at) =>
        IsPicture(Before(text, at)) && IsPicture(After(text, at));

    static int Before(string text, int at)
    {
        if (at > 0 && text[at - 1] == '\uFE0F')
            at--; // the heart of U+2764 U+FE0F U+200D U+1F525
        return
            at > 0
            && Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var rune, out _) == OperationStatus.Done
            ? rune.Value
            : 0;
    }

    static int After(string text, int at) =>
        Rune.TryGetRuneAt(text, Math.Min(at + 1, text.Length - 1), out var rune) ? rune.Value : 0;

    static bool IsPicture(int c) =>
        c
            is >= 0x1F000
                and <= 0x1FAFF
                or >= 0x2600
                and <= 0x27BF
                or >= 0x2190
                and <= 0x21FF
                or >= 0x2B00
                and <= 0x2BFF;

    static void Escape(StringBuilder safe, int c) =>
        safe.Append(c > 0xFFFF ? "\\U" : "\\u").Append(c.ToString(c > 0xFFFF ? "X8" : "X4"));
}
