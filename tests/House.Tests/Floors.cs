using System.Reflection;
using NetArchTest.Rules;

namespace ChatOps502.House.Tests;

/// <summary>The rooms (top-level namespaces) of one assembly, the lowest first.</summary>
sealed class Floors(Assembly assembly, string root, IReadOnlyList<string> rooms)
{
    /// <summary>Types that know a room above their own, with what they know there.</summary>
    public IEnumerable<string> ArrowsUp() =>
        rooms.SelectMany((room, floor) => ArrowsUpFrom(room, rooms.Skip(floor + 1)));

    public IEnumerable<string> RoomsNotListed() =>
        assembly
            .GetTypes()
            .Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith(root + "."))
            .Select(name => name[(root.Length + 1)..].Split('.')[0])
            .Distinct()
            .Except(rooms);

    IEnumerable<string> ArrowsUpFrom(string room, IEnumerable<string> above) =>
        from higher in above
        let failing = Types
            .InAssembly(assembly)
            .That()
            .ResideInNamespace($"{root}.{room}")
            .ShouldNot()
            .HaveDependencyOnAny($"{root}.{higher}")
            .GetResult()
            .FailingTypes
        from type in failing ?? []
        select $"{type.FullName} -> {higher}";
}
