using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Tests.Loading;

public sealed class RunbookCacheTests
{
    const string Yaml = "name: test\ntitle: Test\nsteps:\n  - { id: a, notify: hello }\n";

    readonly RunbookCache _cache = new(StepCatalog.Reader);

    [Fact]
    public void The_same_text_is_parsed_once() =>
        Assert.Same(_cache.Read(Yaml, "test").Runbook, _cache.Read(Yaml, "test").Runbook);

    [Fact]
    public void Another_text_is_another_runbook()
    {
        var other = _cache.Read(Yaml.Replace("hello", "bye"), "test").Runbook;
        Assert.NotEqual(_cache.Read(Yaml, "test").Runbook, other);
    }

    [Fact]
    public void It_is_bounded_and_still_right_when_it_is_full()
    {
        for (var i = 0; i < 200; i++)
            Assert.Equal(
                "Test " + i,
                _cache.Read(Yaml.Replace("title: Test", "title: Test " + i), "t").Runbook!.Title
            );
    }

    [Fact]
    public void Problems_are_remembered_too()
    {
        var (runbook, problems) = _cache.Read("name: x", "x.yaml");
        Assert.Null(runbook);
        Assert.Same(problems, _cache.Read("name: x", "x.yaml").Problems);
    }
}
