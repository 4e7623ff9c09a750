using System.Collections.Concurrent;
using System.Text;
using ChatOps502.Lab.Tests.Faults;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.TestKit;

namespace ChatOps502.Lab.Tests.Hosts;

/// <summary>
/// How the verdicts on the lab's faults fared: a line for each, and whether the confidence meant something.
/// </summary>
public sealed class ScoreBoard
{
    readonly ConcurrentQueue<(Fault Fault, Verdict Verdict)> _all = [];

    public static string File => Path.Combine(Tree.Root, "TestResults", "scoreboard.txt");

    public void Add(Fault fault, Verdict verdict) => _all.Enqueue((fault, verdict));

    /// <summary>Written when the lab closes; nothing when no fault was tried.</summary>
    public void Write()
    {
        if (_all.IsEmpty)
            return;
        var text = new StringBuilder(Line("fault", "cause", "first", "second", "confidence", "seconds"));
        foreach (var (fault, verdict) in _all)
            text.Append(
                Line(
                    fault.Name,
                    fault.Cause ?? fault.Status ?? "healthy",
                    Cause(verdict, 0),
                    Cause(verdict, 1),
                    Number(verdict.First?.Confidence),
                    Number(verdict.DurationMs / 1000.0)
                )
            );
        var right = _all.Count(s => s.Fault.Cause == s.Verdict.First?.Cause);
        text.Append(
            $"\n{right} of {_all.Count} right, "
                + $"{_all.Count(s => s.Verdict.First is { Confidence: >= 0.8 } first && first.Cause != s.Fault.Cause)} "
                + "wrong at 0.8 or more\n\n"
        );
        text.Append("confidence   verdicts   right\n");
        foreach (
            var bucket in _all.Where(s => s.Verdict.First is not null)
                .GroupBy(s => Math.Min((int)(s.Verdict.First!.Confidence * 10), 9))
                .OrderBy(b => b.Key)
        )
            text.Append(
                $"{bucket.Key / 10.0:0.0} to {(bucket.Key + 1) / 10.0:0.0}   {bucket.Count(), 8}   "
                    + $"{bucket.Count(s => s.Fault.Cause == s.Verdict.First!.Cause), 5}\n"
            );
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, text.ToString());
    }

    static string Cause(Verdict verdict, int rank) =>
        verdict.Diagnoses.ElementAtOrDefault(rank)?.Cause ?? (rank == 0 ? verdict.Status.Text() : "-");

    static string Number(double? value) => value?.ToString("0.00") ?? "-";

    static string Line(
        string fault,
        string cause,
        string first,
        string second,
        string confidence,
        string seconds
    ) => $"{fault, -58} {cause, -22} {first, -22} {second, -22} {confidence, 10} {seconds, 8}\n";
}
