using static ChatOps502.Probes.Applications.RemarkKind;

namespace ChatOps502.Probes.Applications;

/// <summary>What Docker, Kubernetes and drivers of databases say.</summary>
static class RemarkPhrasesOfPlatforms
{
    public static IEnumerable<RemarkPhrase> All => [.. Kubernetes, .. Docker, .. Dependencies];

    static IEnumerable<RemarkPhrase> Kubernetes =>
        [
            new(NoEndpoints, "does not have any active Endpoint"),
            new(NoEndpoints, "no endpoints available for service"),
            new(NoEndpoints, "no active endpoints"),
            new(NoEndpoints, "endpoints", "not found for service"),
            new(NoEndpoints, "error obtaining Endpoints for Service"),
            new(NoEndpoints, "Skipping service: no endpoints found"),
            new(NoEndpoints, "Readiness probe failed"),
            new(NoEndpoints, "Endpoints:", "<none>"),
            new(NoEndpoints, "endpoints", "<none>"),
            new(NoEndpoints, "service \"", "was not found"),
            new(Crashed, "CrashLoopBackOff"),
            new(Crashed, "Back-off restarting failed container"),
            new(Crashed, "Liveness probe failed"),
            new(FailedToStart, "ImagePullBackOff"),
            new(FailedToStart, "ErrImagePull"),
            new(FailedToStart, "CreateContainerConfigError"),
            new(FailedToStart, "RunContainerError"),
            new(FailedToStart, "FailedScheduling"),
            new(Replaced, "Stopping container"),
            new(Replaced, "Scaled down replica set"),
            new(Replaced, "SuccessfulDelete"),
            new(Replaced, " Terminating "),
            new(Replaced, "rollout restart"),
            new(Replaced, "rolling update"),
            new(Replaced, "successfully rolled out"),
        ];

    static IEnumerable<RemarkPhrase> Docker =>
        [
            new(OutOfMemory, "Exited (137)"),
            new(OutOfMemory, "Restarting (137)"),
            new(FailedToStart, "Exited (126)"),
            new(FailedToStart, "Exited (127)"),
            new(Stopped, "Exited (0)"),
            new(Stopped, "Exited (143)"),
            new(Crashed, "Exited (139)"),
            new(FailedToStart, "Exited (1)"),
            new(FailedToStart, "Exited (2)"),
            new(Replaced, " Recreated"),
            new(Replaced, "Recreating "),
        ];

    static IEnumerable<RemarkPhrase> Dependencies =>
        [
            new(Dependency, "could not connect to server"),
            new(Dependency, "could not translate host name"),
            new(Dependency, "password authentication failed"),
            new(Dependency, "too many clients already"),
            new(Dependency, "remaining connection slots are reserved"),
            new(Dependency, "the database system is"),
            new(Dependency, "Can't connect to MySQL"),
            new(Dependency, "Can't connect to local MySQL"),
            new(Dependency, "Can't connect to local server through socket"),
            new(Dependency, "MySQL server has gone away"),
            new(Dependency, "Lost connection to MySQL"),
            new(Dependency, "Host is blocked because of many connection errors"),
            new(Dependency, "Too many connections"),
            new(Dependency, "SQLSTATE[HY000] [2002]"),
            new(Dependency, "SQLSTATE[HY000] [1040]"),
            new(Dependency, "SQLSTATE[HY000] [1045]"),
            new(Dependency, "SQLSTATE[08006]"),
            new(Dependency, "Communications link failure"),
            new(Dependency, "HikariPool", "Connection is not available"),
            new(Dependency, "QueuePool limit of size"),
            new(Dependency, "ConnectionTimeoutError", "could not obtain a connection from the pool"),
            new(Dependency, "Timeout expired", "obtaining a connection from the pool"),
            new(Dependency, "connecting to", ":6379"),
            new(Dependency, "MISCONF Redis"),
            new(Dependency, "NOAUTH Authentication required"),
            new(Dependency, "OOM command not allowed"),
            new(Dependency, "LOADING Redis"),
            new(Dependency, "max number of clients reached"),
            new(Dependency, "RedisConnectionException"),
            new(Dependency, "RedisException"),
            new(Dependency, "MongoServerSelectionError"),
            new(Dependency, "MongoNetworkError"),
            new(Dependency, "ServerSelectionTimeoutError"),
            new(Dependency, "No nodes available in the cluster"),
            new(Dependency, "NoNodeAvailableException"),
            new(Dependency, "AMQPConnectionError"),
            new(Dependency, "SequelizeConnection"),
            new(Dependency, "PG::ConnectionBad"),
            new(Dependency, "ActiveRecord::ConnectionNotEstablished"),
            new(Dependency, "ORA-12541"),
            new(Dependency, "ORA-12514"),
            new(Dependency, "A network-related or instance-specific error"),
            new(Dependency, "Waiting for database"),
        ];
}
