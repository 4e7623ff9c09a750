namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// How much one piece of evidence moves a hypothesis: log-odds points, with the reason they are what they are.
/// </summary>
/// <remarks>3 points alone make a cause about 0.9 sure when no rival has any; 1 point is a hint.</remarks>
public sealed record Weight(double Points, string Reason)
{
    // The error log names the symptom
    public static readonly Weight Named = new(2.0, "nginx's own message names this failure");
    public static readonly Weight Hinted = new(0.8, "the message fits, and fits others as well");
    public static readonly Weight Dropped = new(
        1.4,
        "a connection reset says that something went wrong at the back end, not what"
    );
    public static readonly Weight Decisive = new(4.5, "the message or state can hardly mean anything else");

    // The host shows the state
    public static readonly Weight NobodyListens = new(
        1.5,
        "a closed port explains refused connections, but not why it is closed"
    );
    public static readonly Weight ServiceStopped = new(3.0, "the service that should answer is not running");
    public static readonly Weight ServiceDied = new(3.2, "the service ended by itself after it had run");
    public static readonly Weight PortTaken = new(
        4.5,
        "another program has the port of the service, which does not run"
    );
    public static readonly Weight RunsDeaf = new(4.5, "the service is up, and listens nowhere");
    public static readonly Weight FailedToStart = new(2.8, "the service ends as soon as it starts");
    public static readonly Weight KilledForMemory = new(
        5.0,
        "the kernel or the runtime says memory ran out for this process"
    );
    public static readonly Weight KilledBySomebody = new(
        2.6,
        "signal 9 comes from the kernel for memory, or from request_terminate_timeout"
    );
    public static readonly Weight OutOfWorkers = new(3.5, "the back end itself says its workers are all busy");
    public static readonly Weight QueueIsFull = new(2.5, "connections wait to be accepted although the process lives");
    public static readonly Weight Silent = new(2.2, "it accepts connections and does not answer");
    public static readonly Weight Frozen = new(3.0, "its process is stopped by a signal");
    public static readonly Weight WorkerTimeout = new(3.5, "the back end killed its own worker for taking too long");
    public static readonly Weight ListensElsewhere = new(
        3.6,
        "a back end of the right kind listens where nobody points to"
    );
    public static readonly Weight WayBlocked = new(3.5, "owner and modes forbid the way to the socket");
    public static readonly Weight MayBeStale = new(
        1.0,
        "a name that nginx resolved at its start may have moved since; nobody could look"
    );
    public static readonly Weight MayBeTimeout = new(
        0.4,
        "workers that are killed for taking too long look like this, too"
    );
    public static readonly Weight BridgeAddress = new(
        5.0,
        "no host answers at an address that container engines give out: the container moved"
    );
    public static readonly Weight OwnLoopback = new(
        1.6,
        "nginx itself runs in a container, where 127.0.0.1 is the container"
    );
    public static readonly Weight RuleInTheWay = new(
        4.0,
        "a rule that was found drops or rejects exactly these packets"
    );
    public static readonly Weight HostSilent = new(1.5, "the address does not answer even on its own network");
    public static readonly Weight StaleAddress = new(
        5.0,
        "the name leads elsewhere now, and nginx resolved it long ago"
    );
    public static readonly Weight ContainerName = new(
        5.0,
        "the name is a container's, and the containers are on record"
    );
    public static readonly Weight AcceptQueueFull = new(
        3.0,
        "EAGAIN on a unix socket means that its accept queue is full"
    );
    public static readonly Weight KeepsConnections = new(
        1.2,
        "connections are kept, so some are reused just as the other side closes them"
    );
    public static readonly Weight OnlyUnrepeatable = new(
        2.6,
        "nginx repeats a request on a dead kept connection by itself, unless it is a POST: only those fail"
    );
    public static readonly Weight SaysDependency = new(4.4, "the application itself names the dependency it fails at");
    public static readonly Weight DependencyFails = new(
        4.5,
        "the dependency that its configuration names does not answer"
    );
    public static readonly Weight PlaceholderPort = new(
        3.4,
        "127.0.0.1:8181 is the ingress controller's placeholder for a Service without endpoints"
    );
    public static readonly Weight DiskIsFull = new(4.5, "nothing can be written there any more");
    public static readonly Weight BodyRefused = new(
        1.0,
        "back ends close the connection in the middle of a body that is too large for them"
    );
    public static readonly Weight NotThere = new(2.4, "nothing exists at the configured path");

    // What speaks against
    public static readonly Weight AnswersNow = new(-4.0, "it answers right now");
    public static readonly Weight OwnerRuns = new(-2.5, "the service is running");
    public static readonly Weight BetterExplained = new(-2.5, "another finding explains the same symptom completely");
    public static readonly Weight Rivalled = new(-1.5, "a rival that fits the same evidence is at hand");
    public static readonly Weight QuickElsewhere = new(-0.5, "one quick page says little about the slow one");
    public static readonly Weight NothingEnforced = new(-1.5, "no security module is enforced on this host");
    public static readonly Weight SomebodyListens = new(-3.0, "somebody listens there");
}
