namespace ChatOps502.Probes.Applications;

/// <summary>
/// What a program, a container engine or Kubernetes said about a back end, as far as it tells a cause.
/// </summary>
public enum RemarkKind
{
    /// <summary>All workers, threads or places in the queue are taken.</summary>
    QueueFull,

    /// <summary>A worker was killed by its master for taking too long.</summary>
    WorkerTimeout,

    /// <summary>A worker was killed with signal 9, by whomever.</summary>
    WorkerKilled,

    OutOfMemory,

    /// <summary>A process ended by a signal or an error while it worked.</summary>
    Crashed,

    /// <summary>It could not start, and says why.</summary>
    FailedToStart,

    /// <summary>Another program has its port.</summary>
    PortTaken,

    /// <summary>Somebody stopped it, or it ended as it was told to.</summary>
    Stopped,

    /// <summary>It was started and is not ready yet.</summary>
    Starting,

    /// <summary>It says where it listens.</summary>
    ListensOn,

    /// <summary>A database, cache or broker fails it.</summary>
    Dependency,

    NoSpace,

    TooManyFiles,

    /// <summary>Plain HTTP came to a TLS port, or TLS to a plain one.</summary>
    TlsMixedUp,

    /// <summary>It did not understand what nginx sent.</summary>
    WrongProtocol,

    BodyTooLarge,

    HeaderTooLarge,

    /// <summary>A Service without a ready pod behind it.</summary>
    NoEndpoints,

    /// <summary>A pod or container was replaced.</summary>
    Replaced,

    /// <summary>A name does not resolve.</summary>
    NotResolved,

    /// <summary>A security module denies something to nginx.</summary>
    Denied,

    /// <summary>nginx refused to load its configuration.</summary>
    ReloadRefused,

    /// <summary>A process of nginx itself died.</summary>
    NginxDied,
}
