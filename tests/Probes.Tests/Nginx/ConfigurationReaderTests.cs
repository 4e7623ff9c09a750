using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Tests.Nginx;

public sealed class ConfigurationReaderTests
{
    const string Dump = """
        #@instance pid=12 exe=/usr/sbin/nginx prefix=/usr/share/nginx conf=/etc/nginx/nginx.conf error_log=/var/log/nginx/error.log access_log=/var/log/nginx/access.log version=1.22.1
        # configuration file /etc/nginx/nginx.conf:
        user www-data; # the workers
        error_log logs/main.err warn;
        http {
          log_format ops escape=json '{"s":"$status"; "u":'
                                     '"$uri"}';
          access_log /srv/logs/a.log ops;
          proxy_read_timeout 7s;
          upstream shop { server 127.0.0.1:3000 max_fails=3; server [::1]:3001 backup; server unix:/run/a.sock; keepalive 8; }
          include /etc/nginx/sites/*.conf;
          include missing/*.conf;
        }

        # configuration file /etc/nginx/sites/a.conf:
        server {
          listen 8080 default_server; listen 443 ssl; server_name shop.example www.shop.example;
          set $api http://127.0.0.1:9999;
          location / { proxy_pass http://shop/; proxy_read_timeout 90s; }
          location /api { proxy_pass ${api}/v1; }
          location ~ "^/x{2}\.php$" { fastcgi_pass unix:/var/run/php/php8.2-fpm.sock; if ($request_method = POST) { return 405; } }
          location /grpc { grpc_pass grpcs://10.0.0.9; }
        }
        """;

    static readonly NginxConfiguration Read = ConfigurationReader.Read(Dump);

    [Fact]
    public void Instance_user_logs_and_formats_are_found()
    {
        Assert.Equal(
            (12, "1.22.1", "www-data"),
            (Read.Instances[0].Pid, Read.Instances[0].Version, Read.User)
        );
        Assert.Contains("/usr/share/nginx/logs/main.err", Read.ErrorLogs);
        Assert.Contains(new AccessLog("/srv/logs/a.log", "ops"), Read.AccessLogs);
        Assert.Equal("""{"s":"$status"; "u":"$uri"}""", Read.Formats["ops"]);
    }

    [Fact]
    public void A_location_leads_to_its_back_ends_with_the_limits_that_hold_there()
    {
        var passes = Read.Passes.ToDictionary(p => p.Location.Path, p => p);
        Assert.Equal(
            ["127.0.0.1:3000", "[::1]:3001", "unix:/run/a.sock"],
            passes["/"].Pass.Backends.Select(b => b.ToString())
        );
        Assert.Equal("90s", passes["/"].Location.Settings["proxy_read_timeout"]);
        Assert.Equal("7s", passes["/api"].Location.Settings["proxy_read_timeout"]);
        Assert.Equal("127.0.0.1:9999", passes["/api"].Pass.Backends.Single().ToString());
        Assert.Equal(
            ("fastcgi", "unix:/run/php/php8.2-fpm.sock"),
            (
                passes["~ ^/x{2}\\.php$"].Pass.Protocol,
                passes["~ ^/x{2}\\.php$"].Pass.Backends.Single().ToString()
            )
        );
        Assert.Equal(
            ("grpcs", 443),
            (passes["/grpc"].Pass.Protocol, passes["/grpc"].Pass.Backends.Single().Port)
        );
        Assert.Equal("/etc/nginx/sites/a.conf", passes["/"].Host.File);
    }

    [Fact]
    public void A_virtual_host_can_be_asked_at_its_first_address() =>
        Assert.Equal(new Endpoint("http", "127.0.0.1", 8080), Read.Hosts[0].Endpoint);

    [Fact]
    public void Every_beginning_of_a_configuration_is_survived()
    {
        for (var n = 0; n < Dump.Length; n++)
            ConfigurationReader.Read(Dump[..n]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:3000/path", "127.0.0.1:3000")]
    [InlineData("https://api.example/x", "api.example:443")]
    [InlineData("fastcgi://unix:/run/php.sock:", "unix:/run/php.sock")]
    [InlineData("http://unix:/var/run/a.sock:/path", "unix:/run/a.sock")]
    [InlineData("uwsgi://unix:///tmp/uwsgi.sock:", "unix:/tmp/uwsgi.sock")]
    [InlineData("grpc://[2001:db8::1]:9090", "[2001:db8::1]:9090")]
    [InlineData("$backend", null)]
    [InlineData("", null)]
    public void Addresses_are_read_however_they_are_written(string text, string? expected) =>
        Assert.Equal(expected, BackendAddress.Parse(text)?.ToString());
}
