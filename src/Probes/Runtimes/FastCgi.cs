using System.Text;

namespace ChatOps502.Probes.Runtimes;

/// <summary>Reads what a FastCGI responder sent back.</summary>
public static class FastCgi
{
    const int Header = 8,
        Stdout = 6,
        Stderr = 7;

    /// <summary>The stdout and stderr records joined; bytes that are not FastCGI come back as they are.</summary>
    public static string Text(byte[] bytes)
    {
        if (bytes.Length == 0 || bytes[0] != 1)
            return Encoding.Latin1.GetString(bytes);
        var text = new StringBuilder();
        for (var at = 0; at + Header <= bytes.Length; )
        {
            var length = bytes[at + 4] << 8 | bytes[at + 5];
            if (bytes[at + 1] is Stdout or Stderr)
                text.Append(
                    Encoding.UTF8.GetString(
                        bytes,
                        at + Header,
                        Math.Min(length, bytes.Length - at - Header)
                    )
                );
            at += Header + length + bytes[at + 6];
        }
        return text.ToString();
    }
}
