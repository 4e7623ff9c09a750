using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Tests.Remediation;

public sealed class NginxEditTests
{
    const string Site = """
        # the shop
        server {
            listen 80; server_name shop.example;
            location / {
                proxy_read_timeout 5s;   # was 60
                proxy_pass http://127.0.0.1:3000;
            }
        }
        """;

    static string? Apply(string text, params string[] edits) =>
        NginxEdit.Apply(text, edits.Select(NginxEdit.Parse));

    [Fact]
    public void A_statement_is_replaced_where_it_stands_and_comments_stay() =>
        Assert.Equal(
            Site.Replace("proxy_read_timeout 5s;", "proxy_read_timeout 10s;"),
            Apply(Site, "beside proxy_pass@6: proxy_read_timeout 10s")
        );

    [Fact]
    public void A_new_statement_comes_before_its_neighbour_with_the_same_indent() =>
        Assert.Equal(
            Site.Replace(
                "        proxy_pass",
                "        proxy_buffer_size 16k;\n        proxy_buffers 8 16k;\n        proxy_pass"
            ),
            Apply(Site, "beside proxy_pass@6: proxy_buffer_size 16k; proxy_buffers 8 16k")
        );

    [Fact]
    public void The_statement_itself_can_become_another() =>
        Assert.Equal(
            Site.Replace("127.0.0.1:3000", "127.0.0.1:3001"),
            Apply(Site, "instead proxy_pass@6: proxy_pass http://127.0.0.1:3001")
        );

    [Theory]
    [InlineData("events { worker_connections 16; }", "events { worker_connections 4096; }")]
    [InlineData("events {}", "events { worker_connections 4096;}")]
    [InlineData(
        "events {\n    use epoll;\n}",
        "events {\n    worker_connections 4096;\n    use epoll;\n}"
    )]
    public void A_block_is_edited_inside(string before, string after) =>
        Assert.Equal(after, Apply(before, "inside events@1: worker_connections 4096"));

    [Fact]
    public void Several_places_of_one_file_are_edited_at_once() =>
        Assert.Equal(
            "worker_rlimit_nofile 8192;\nevents { worker_connections 4096; }\n",
            Apply(
                "events { worker_connections 16; }\n",
                "inside events@1: worker_connections 4096",
                "beside events@1: worker_rlimit_nofile 8192"
            )
        );

    [Fact]
    public void A_header_of_another_name_is_left_alone() =>
        Assert.Equal(
            "location / { proxy_set_header Host $host; proxy_set_header Connection \"\"; proxy_pass http://a; }",
            Apply(
                "location / { proxy_set_header Host $host; proxy_pass http://a; }",
                "beside proxy_pass@1: proxy_set_header Connection \"\""
            )
        );

    [Fact]
    public void Of_two_on_one_line_none_is_chosen() =>
        Assert.Null(
            Apply(
                "upstream a { server 10.0.0.1:80; server 10.0.0.2:80; }",
                "instead server@1: server 10.0.0.3:80"
            )
        );

    [Theory]
    [InlineData("beside proxy_pass@7: proxy_read_timeout 10s")]
    [InlineData("inside upstream@2: keepalive 8")]
    public void A_place_that_is_not_there_any_more_is_no_place(string edit) =>
        Assert.Null(Apply(Site, edit));

    [Fact]
    public void An_edit_reads_as_it_is_written()
    {
        const string text =
            "beside proxy_pass@12: proxy_http_version 1.1; proxy_set_header Connection \"\"";
        Assert.Equal(text, NginxEdit.Parse(text).ToString());
    }
}
