using ChatOps502.Bot.CommandLine;

try
{
    return await Verbs.RunAsync(args);
}
catch (Exception e) when (e is not OutOfMemoryException)
{
    Terminal.Say($"chatops502 stumbled: {e.Message}");
    return 2;
}
