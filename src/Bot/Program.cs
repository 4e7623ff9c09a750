using ChatOps502.Bot.CommandLine;
using ChatOps502.Bot.Storage;

try
{
    return await Verbs.RunAsync(args);
}
catch (StorageException e)
{
    Terminal.Say(e.Message);
    return 2;
}
catch (Exception e) when (e is not OutOfMemoryException)
{
    Terminal.Say($"chatops502 stumbled: {e.Message}");
    return 2;
}
