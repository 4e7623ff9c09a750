namespace ChatOps502.Bot.Verdicts;

public enum OutputFormat
{
    Text,
    Json,
    Md,
}
