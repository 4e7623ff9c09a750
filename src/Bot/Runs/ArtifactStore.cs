using System.IO.Compression;
using System.Text;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>Evidence as it was read, masked and compressed.</summary>
public sealed class ArtifactStore(Database database, TimeProvider clock) : IEvidenceStore
{
    /// <summary>An approval is bound to the subject of a diagnosis, so that stays as it is.</summary>
    static readonly HashSet<string> Bound = ["subject"];

    public string Redact(string json) => Secrets.MaskJson(json, Bound);

    public async Task<string> SaveAsync(string runId, string name, string content)
    {
        var id = "ART-" + Guid.NewGuid().ToString("N")[..12];
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(Secrets.MaskJson(content)));
        await database.WriteAsync(u =>
            u.Execute(
                "insert into artifacts (id, run_id, name, at, content) values (@id, @runId, @name, @at, @content)",
                new
                {
                    id,
                    runId,
                    name,
                    at = Column.Time(clock.GetUtcNow()),
                    content = packed.ToArray(),
                }
            )
        );
        return id;
    }
}
