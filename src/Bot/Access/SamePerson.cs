using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Access;

/// <summary>Whether two appearances are one person. Across surfaces only Access:People can tell.</summary>
sealed class SamePerson(AccessSettings settings)
{
    /// <returns>Null when nobody can tell.</returns>
    public bool? Are(Person one, Person other)
    {
        if (one.Key == other.Key) return true;
        var (first, second) = (NameOf(one), NameOf(other));
        if (first is not null && first == second) return true;
        var areOnOneSurface = one.Id is null == other.Id is null;
        return areOnOneSurface || first is not null && second is not null ? false : null;
    }

    /// <summary>What Access:People calls them; null when they do not stand there.</summary>
    string? NameOf(Person person) =>
        settings.People.FirstOrDefault(p => p.Value.Contains(person.Id ?? person.Name)).Key;
}
