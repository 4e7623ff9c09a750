using ChatOps502.Bot.Storage;
using Microsoft.AspNetCore.Connections;

namespace ChatOps502.Bot.Http;

/// <summary>
/// Answers what goes wrong in a request with a sentence, and logs a line instead of a stack where the reason is known.
/// </summary>
public sealed partial class RequestFailures(ILogger<RequestFailures> log)
{
    public async Task CatchAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (IsTheirs(e, http))
        {
            // the other side went away, or was too slow: nobody hears an answer
            if (!http.Response.HasStarted)
                http.Response.StatusCode = e is BadHttpRequestException bad
                    ? bad.StatusCode
                    : StatusCodes.Status400BadRequest;
        }
        catch (StorageException e)
        {
            LogStorage(e.Message);
            await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, $"not now: {e.Message}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(e, http.Request.Method, http.Request.Path);
            await AnswerAsync(
                http,
                StatusCodes.Status500InternalServerError,
                $"this is a fault of the bot ({e.GetType().Name}); its log says more"
            );
        }
    }

    static bool IsTheirs(Exception e, HttpContext http) =>
        e is BadHttpRequestException or ConnectionResetException
        || http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException;

    static Task AnswerAsync(HttpContext http, int status, string text)
    {
        if (http.Response.HasStarted)
            return Task.CompletedTask;
        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text);
    }

    [LoggerMessage(LogLevel.Error, "a request was answered 503: {Why}")]
    partial void LogStorage(string why);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    partial void LogBroken(Exception e, string method, string path);
}
