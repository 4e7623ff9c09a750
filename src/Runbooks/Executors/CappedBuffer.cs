using System.Text;

namespace ChatOps502.Runbooks.Executors;

/// <summary>Keeps the first bytes of a stream and says whether there were more.</summary>
sealed class CappedBuffer(int max)
{
    readonly MemoryStream _kept = new();

    public bool Overflowed { get; private set; }

    public byte[] Bytes
    {
        get
        {
            lock (_kept)
                return _kept.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <returns>How many of the bytes were kept.</returns>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        lock (_kept)
        {
            var room = (int)Math.Min(bytes.Length, max - _kept.Length);
            _kept.Write(bytes[..room]);
            Overflowed |= room < bytes.Length;
            return room;
        }
    }
}
