using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Local;

namespace ChatOps502.Runbooks.Tests.Executors.Local;

public sealed class LocalExecutorTests : ExecutorContract
{
    protected override IExecutor Executor() => new LocalExecutor(TimeProvider.System);
}
