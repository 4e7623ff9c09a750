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
    Other,
}
