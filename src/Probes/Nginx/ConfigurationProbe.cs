using ChatOps502.Probes.Bundle;

namespace ChatOps502.Probes.Nginx;

public sealed class ConfigurationProbe : Probe<NginxConfiguration>
{
    public override string Name => "nginx.config";

    public override string Title => "effective configuration of every running nginx (nginx -T)";

    public override int MaxBytes => 4 << 20;

    public override string Script => """
        # reads: configuration
        awk '/^#@refused / { sub(/^#@refused /, ""); print "@gap " $0 "\tits program or configuration can be changed by others, so it was not run\tchown root and chmod go-w the binary and the configuration"; next } { print }'
        """;

    protected override NginxConfiguration? Parse(Section section, FactSheet known) =>
        !section.Text.Contains("#@instance ", StringComparison.Ordinal) ? null : ConfigurationReader.Read(section.Text);
}
