using ChatOps502.Probes.Runtimes;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class SocketPermissionTests() : CauseTests("socket-permission")
{
    protected override Scene Typical => Denied.With(SocketAt(blocked: true));

    static Scene Denied =>
        SocketShop.Errors(LogMessages.Denied("unix:" + Socket), upstream: SocketUpstream);

    [Fact]
    public void Yields_to_a_security_module_when_the_modes_are_right() =>
        AssertYields(Denied.With(SocketAt()), "mac-denied", "owner and modes let nginx in");

    [Fact]
    public void Without_a_pool_there_is_advice_only() =>
        AssertAdvises(Typical, "let the back end create its socket for the group of nginx (www-data)");

    [Fact]
    public void A_pool_creates_its_socket_for_nginx()
    {
        var pool = new PhpPool(
            "shop",
            "/etc/php/8.2/fpm/pool.d/shop.conf",
            new Dictionary<string, string> { ["listen"] = Socket }
        );
        AssertProposes(
            Typical.Unit("php8.2-fpm", "active", pid: 43).With(new PhpFpm([pool], [], [])),
            "edit /etc/php/8.2/fpm/pool.d/shop.conf: listen.owner = www-data; listen.group = www-data; "
                + "listen.mode = 0660"
        );
    }
}
