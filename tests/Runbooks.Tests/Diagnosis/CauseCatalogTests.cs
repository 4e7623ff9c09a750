using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Diagnosis.Sources;

namespace ChatOps502.Runbooks.Tests.Diagnosis;

public sealed class CauseCatalogTests
{
    static IEnumerable<Type> SubclassesOf<T>(params Type[] types) =>
        types.Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract);

    [Fact]
    public void Every_cause_is_in_the_catalogue_under_a_name_of_its_own()
    {
        var all = SubclassesOf<Cause>(typeof(Cause).Assembly.GetTypes()).ToList();
        Assert.Equal(all.Count, CauseCatalog.All.Count);
        Assert.Equal(all.Count, CauseCatalog.All.Select(cause => cause.Id).Distinct().Count());
    }

    [Fact]
    public void Every_cause_has_tests_of_its_own()
    {
        var tests = GetType().Assembly.GetTypes().Select(type => type.FullName).ToHashSet();
        var missing = CauseCatalog
            .All.Select(cause => $"{GetType().Namespace}.Causes.{cause.GetType().Name}Tests")
            .Where(name => !tests.Contains(name));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_source_of_failures_is_in_the_list() =>
        Assert.Equal(
            SubclassesOf<FailureSource>(typeof(FailureSource).Assembly.GetTypes())
                .Select(type => type.Name)
                .Order(),
            FailureSources.All.Select(source => source.GetType().Name).Order()
        );

    [Fact]
    public void No_cause_yields_to_itself_or_twice_to_the_same_rival()
    {
        Assert.DoesNotContain(Precedence.All, row => row.Cause == row.Rival);
        Assert.Distinct(Precedence.All.Select(row => (row.Cause, row.Rival)));
        Assert.All(Precedence.All, row => Assert.True(row.Points < 0));
    }
}
