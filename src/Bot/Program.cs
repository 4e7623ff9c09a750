using ChatOps502.Bot.CommandLine;

return await Verbs.RunAsync(args);
