namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>What an error-log line says went wrong, before anything else is known.</summary>
public enum ErrorKind
{
    Refused,
    SocketMissing,
    Denied,
    ConnectTimeout,
    ReadTimeout,
    PrematureClose,
    Reset,
    BrokenPipe,
    NoLiveUpstreams,
    QueueFull,
    Unreachable,
    NoLocalPort,
    TooManyFiles,
    WorkerConnections,
    NotResolved,
    HeaderTooBig,
    RequestTooLarge,
    Protocol,
    Tls,
    Grpc,
    DiskFull,
    NoMemory,
    BadAddress,
    ClientSide,
    BackendStderr,

    /// <summary>The answer breaks the rules of HTTP.</summary>
    BadResponse,

    /// <summary>A process of nginx itself ended.</summary>
    NginxDied,

    /// <summary>A sub-request for authentication failed.</summary>
    AuthRequest,

    /// <summary>A script inside nginx could not reach something.</summary>
    Script,

    Other,
}
