using System.Text;

namespace ChatOps502.Probes.Collection;

/// <summary>One frame line of a bundle and what stood before it.</summary>
/// <param name="Before">Bytes since the frame before.</param>
sealed record Frame(byte[] Before, string Word, string Argument);

/// <summary>Finds frames in bytes that arrive in any pieces, without looking at a byte again for each piece.</summary>
sealed class FrameBuffer(string boundary)
{
    /// <summary>begin, a space and a name of a probe.</summary>
    const int LongestLine = 200;

    readonly byte[] _mark = Encoding.ASCII.GetBytes("\n" + boundary + " ");
    byte[] _bytes = new byte[64 << 10];
    int _from,
        _end,
        _looked;
    int? _markAt;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_end + bytes.Length > _bytes.Length)
            MakeRoom(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>The next frame; null when it has not arrived as a whole.</summary>
    public Frame? Take()
    {
        if (MarkAt() is not { } mark)
            return null;
        var start = mark + _mark.Length;
        var length = _bytes.AsSpan(_looked, _end - _looked).IndexOf((byte)'\n');
        if (length < 0)
        {
            _looked = _end;
            return null;
        }
        var stop = _looked + length;
        var line = Encoding
            .ASCII.GetString(_bytes, start, Math.Min(stop - start, LongestLine))
            .Split(' ', 2);
        var frame = new Frame(_bytes[_from..mark], line[0], line.ElementAtOrDefault(1) ?? "");
        (_from, _looked, _markAt) = (stop, stop, null); // with its newline: the next frame may start there
        return frame;
    }

    int? MarkAt()
    {
        if (_markAt is not null)
            return _markAt;
        var at = _bytes.AsSpan(_looked, _end - _looked).IndexOf(_mark);
        if (at < 0)
        {
            // the beginning of a mark may have arrived
            _looked = Math.Max(_looked, _end - _mark.Length + 1);
            return null;
        }
        _markAt = _looked + at;
        _looked = _markAt.Value + _mark.Length;
        return _markAt;
    }

    /// <summary>What was taken is dropped; the room doubles, so that bytes are moved a few times at the most.</summary>
    void MakeRoom(int more)
    {
        var kept = _end - _from;
        var room = Math.Max(_bytes.Length, kept + more > _bytes.Length / 2 ? (kept + more) * 2 : 0);
        var bytes = room == _bytes.Length ? _bytes : new byte[room];
        _bytes.AsSpan(_from, kept).CopyTo(bytes);
        (_bytes, _looked, _markAt) = (bytes, _looked - _from, _markAt - _from);
        (_from, _end) = (0, kept);
    }
}
