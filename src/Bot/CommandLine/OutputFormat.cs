namespace ChatOps502.Bot.CommandLine;

public enum OutputFormat
{
    Text,
    Json,
    Md,
}
