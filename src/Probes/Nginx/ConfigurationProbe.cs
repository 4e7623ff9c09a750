using ChatOps502.Probes.Collection;

namespace ChatOps502.Probes.Nginx;

public sealed class ConfigurationProbe : Probe<NginxConfiguration>
{
    public override string Name => "nginx.config";

    public override string Title => "effective configuration of every running nginx (nginx -T)";

    public override ProbeInput Input => ProbeInput.Configuration;

    public override int MaxBytes => 4 << 20;

    public override string Script =>
        """
            awk '/^#@refused / { sub(/^#@refused /, "@unreadable ") } { print }'
            """;

    protected override NginxConfiguration? Parse(Section section) =>
        !section.Text.Contains("#@instance ") ? null : ConfigurationReader.Read(section.Text);
}
