namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class SocketMissingTests() : CauseTests("socket-missing")
{
    protected override Scene Typical => Missing("active").With(SocketAt(directory: false));

    static Scene Missing(string active) =>
        SocketShop
            .Errors(LogMessages.NoSocket(Socket), upstream: SocketUpstream)
            .Unit("shop", active, command: $"gunicorn -b unix:{Socket}", pid: 42);

    [Fact]
    public void Yields_to_a_stopped_service() =>
        AssertYields(
            Missing("inactive").With(SocketAt(file: false)),
            "backend-down",
            "shop is inactive: it would have created the socket"
        );

    [Fact]
    public void A_service_without_a_directory_is_not_merely_down() =>
        Assert.Contains(
            Typical.Judge().First!.Against,
            a => a == "not backend-down: /run/shop does not exist: shop has nowhere to put its socket"
        );

    [Fact]
    public void The_directory_is_created_at_every_start() =>
        AssertProposes(
            Typical,
            "edit /etc/systemd/system/shop.service.d/zz-chatops502.conf: RuntimeDirectory=shop"
        );

    [Fact]
    public void A_removed_file_comes_back_with_a_restart() =>
        AssertProposes(
            Missing("active").ListensAt(Socket, "gunicorn", 42).With(SocketAt(file: false)),
            "systemctl restart shop"
        );
}
