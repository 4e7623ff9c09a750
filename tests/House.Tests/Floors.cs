using System.Reflection;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetArchTest.Rules;

namespace ChatOps502.House.Tests;

/// <summary>The rooms (top-level namespaces) of one project, the lowest first.</summary>
/// <param name="folder">Where its source lies in the checkout.</param>
sealed class Floors(Assembly assembly, string root, string folder, IReadOnlyList<string> rooms)
{
    /// <summary>Fails with what knows a room above its own: types as they were compiled, and usings.</summary>
    /// <remarks>Generated types are not looked at when compiled, and qualified names need no using.</remarks>
    public void AssertNoArrowsUp()
    {
        var compiled = rooms.SelectMany((room, floor) => ArrowsUpFrom(room, rooms.Skip(floor + 1)));
        var arrows = compiled.Concat(SourceFile.Under(folder).SelectMany(UsingsUp)).ToList();
        Assert.True(arrows.Count == 0, string.Join('\n', arrows));
    }

    public IEnumerable<string> RoomsNotListed() =>
        assembly
            .GetTypes()
            .Select(type => RoomOf(type.Namespace ?? ""))
            .OfType<string>()
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

    IEnumerable<string> UsingsUp(SourceFile file)
    {
        var own = file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault();
        if (RoomOf(own?.Name.ToString() ?? "") is not { } room)
            return [];
        var above = rooms.SkipWhile(name => name != room).Skip(1).ToList();
        return file
            .Root.DescendantNodes()
            .OfType<UsingDirectiveSyntax>()
            .Where(directive => above.Contains(RoomOf(directive.Name?.ToString() ?? "") ?? ""))
            .Select(directive => $"{file.Place(directive)} -> {directive.Name}");
    }

    /// <summary>Null for what lies outside of all rooms.</summary>
    string? RoomOf(string space) =>
        space.StartsWith(root + ".") ? space[(root.Length + 1)..].Split('.')[0] : null;
}
