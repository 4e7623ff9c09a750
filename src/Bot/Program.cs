using ChatOps502.Bot.CommandLine;
using ChatOps502.Bot.Composition;
using ChatOps502.Bot.Storage;

try
{
    var verbs = new VerbFactory(SettingsRules.All, BotParts.Provide);
    return await CommandLineApp.RunAsync(
        args,
        [
            ServeVerb.Create(verbs), // the default
            DemoVerb.Create(),
            DemoVerb.CreateBackend(),
            CheckVerb.Create(verbs),
            DiagnoseVerb.Create(),
            VerifyVerb.Create(verbs),
            RunbookVerbs.Create(verbs),
            IncidentVerbs.Create(verbs),
            DoctorVerb.Create(verbs),
            BackupVerb.Create(verbs),
            SlackVerbs.Create(verbs),
        ]
    );
}
catch (StorageException e)
{
    Terminal.Say(e.Message);
    return ExitCodes.Usage;
}
catch (OperationCanceledException)
{
    return ExitCodes.Found;
}
catch (Exception e) when (e is not OutOfMemoryException)
{
    Terminal.Say($"chatops502: unexpected error, please report it: {e}");
    return ExitCodes.Crash;
}
