using System.Buffers;
using ChatOps502.Probes.Collection;

namespace ChatOps502.Runbooks.Executors;

/// <summary>Words for a POSIX shell.</summary>
public static class ShellWord
{
    static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,"
    );

    /// <summary>A word that no shell takes apart, expands or runs.</summary>
    public static string Quote(string word) => ShellQuote.Of(word);

    /// <summary>The same, without quotes where they are not needed: for people.</summary>
    public static string Shown(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : Quote(word);
}
