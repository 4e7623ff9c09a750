using System.Text;

namespace ChatOps502.Bot.Redaction;

/// <summary>A text with places that are covered, from left to right; copied only when there is one.</summary>
sealed class Cover(string text)
{
    public const string Mark = "***";
    StringBuilder? _copy;
    int _done;

    /// <summary>Hides these characters; what was hidden before stays so.</summary>
    public void Hide(int from, int to)
    {
        from = Math.Max(from, _done);
        if (to <= from)
            return;
        _copy ??= new(text.Length);
        _copy.Append(text, _done, from - _done).Append(Mark);
        _done = to;
    }

    public string Text =>
        _copy is null ? text : _copy.Append(text, _done, text.Length - _done).ToString();
}
