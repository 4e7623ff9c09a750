namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>What a piece of evidence is worth, in log-odds.</summary>
/// <remarks>3 points alone make a cause about 0.9 sure when it has no rival; 1 point is a hint.</remarks>
static class Points
{
    // What nginx's error log says

    /// <summary>The message can hardly mean anything else.</summary>
    public const double Decisive = 4.5;

    /// <summary>nginx's own message names this failure.</summary>
    public const double Named = 2.0;

    /// <summary>A reset says that something went wrong at the back end, not what.</summary>
    public const double Reset = 1.4;

    /// <summary>It fits, and fits other causes as well.</summary>
    public const double Hinted = 0.8;

    /// <summary>It fits many causes, this one among them.</summary>
    public const double Possible = 0.4;

    // What the service and its host show

    /// <summary>A closed port explains refused connections, but not why it is closed.</summary>
    public const double NobodyListens = 1.5;

    public const double ServiceStopped = 3.0;

    /// <summary>It ended by itself after it had served.</summary>
    public const double ServiceDied = 3.2;

    public const double FailedToStart = 2.8;

    /// <summary>Another program has the port of the service, which does not run.</summary>
    public const double PortTaken = 4.5;

    /// <summary>The service is up and listens nowhere.</summary>
    public const double RunsDeaf = 4.5;

    /// <summary>The kernel or the runtime says that memory ran out for this process.</summary>
    public const double KilledForMemory = 5.0;

    /// <summary>Signal 9 comes from the kernel for memory, or from request_terminate_timeout.</summary>
    public const double KilledBySignal9 = 2.6;

    /// <summary>The back end itself says that its workers are all busy.</summary>
    public const double OutOfWorkers = 3.5;

    /// <summary>Connections wait to be accepted although the process lives.</summary>
    public const double QueueIsFull = 2.5;

    /// <summary>EAGAIN on a unix socket means that its accept queue is full.</summary>
    public const double AcceptQueueFull = 3.0;

    /// <summary>It accepts connections and does not answer.</summary>
    public const double Silent = 2.2;

    /// <summary>Its process was stopped by a signal.</summary>
    public const double Frozen = 3.0;

    /// <summary>The back end killed its own worker for taking too long.</summary>
    public const double WorkerTimeout = 3.5;

    public const double DiskIsFull = 4.5;

    /// <summary>It was started and says that it is not ready.</summary>
    public const double IsStarting = 3.0;

    /// <summary>Its platform says that it was stopped and another one started.</summary>
    public const double WasReplaced = 2.6;

    /// <summary>The status and its body came from the back end.</summary>
    public const double AnsweredItself = 4.0;

    // What it depends on

    /// <summary>The application itself names the dependency that fails.</summary>
    public const double SaysDependency = 4.4;

    /// <summary>A dependency that it is configured to use does not answer.</summary>
    public const double DependencyFails = 4.5;

    // Where nginx points, and where the back end is

    /// <summary>A back end of the right kind listens where nothing points to.</summary>
    public const double ListensElsewhere = 3.6;

    /// <summary>nginx's container and the back end's are two.</summary>
    public const double OwnContainer = 3.2;

    /// <summary>localhost resolves to ::1, too, and applications often listen on 127.0.0.1 only.</summary>
    public const double OtherLoopback = 3.0;

    /// <summary>127.0.0.1:8181 is what ingress-nginx uses for a Service without endpoints.</summary>
    public const double PlaceholderPort = 3.4;

    /// <summary>Nothing exists at the configured path.</summary>
    public const double NotThere = 2.4;

    /// <summary>Owner and modes keep nginx from the socket; or do not, where only a security module is left.</summary>
    public const double SocketAccess = 3.5;

    /// <summary>nginx refused to take its new configuration.</summary>
    public const double ReloadRefused = 3.4;

    /// <summary>nginx uses an address that the file does not name.</summary>
    public const double OtherAddress = 2.4;

    // Network and names

    /// <summary>A rule drops or rejects exactly these packets.</summary>
    public const double FirewallRule = 4.0;

    /// <summary>The address does not answer even on its own network.</summary>
    public const double HostSilent = 1.5;

    /// <summary>The name resolves to another address now, and nginx resolved it long ago.</summary>
    public const double StaleAddress = 5.0;

    /// <summary>nginx resolved a name when it started; whether that moved could not be checked.</summary>
    public const double MaybeStale = 1.0;

    /// <summary>No host answers at an address that container engines give out.</summary>
    public const double ContainerAddress = 5.0;

    /// <summary>The name that does not resolve is a container's.</summary>
    public const double ContainerName = 5.0;

    // Connections and bodies

    /// <summary>Connections are kept, so some are reused just as the other side closes them.</summary>
    public const double KeepsConnections = 1.2;

    /// <summary>
    /// nginx itself retries a request on a dead kept connection, unless it is a POST: only those fail.
    /// </summary>
    public const double OnlyUnrepeatable = 2.6;

    /// <summary>Back ends close the connection in the middle of a body that is too large for them.</summary>
    public const double BodyRefused = 1.0;

    // What speaks against a cause

    public const double AnswersNow = -4.0;

    public const double SomebodyListens = -3.0;

    public const double ServiceRuns = -2.5;

    /// <summary>A rival explains the same symptom completely.</summary>
    public const double BetterExplained = -2.5;

    /// <summary>A rival fits the same evidence.</summary>
    public const double RivalFits = -1.5;

    /// <summary>No security module is enforced on this host.</summary>
    public const double NothingEnforced = -1.5;

    /// <summary>One quick page says little about the slow one.</summary>
    public const double QuickElsewhere = -0.5;
}
