using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Access;

/// <summary>Whether two appearances are one person. Across surfaces only Access:People can tell.</summary>
sealed class SamePerson(AccessSettings settings)
{
    /// <returns>Null when nobody can tell.</returns>
    public bool? Are(Person one, Person other)
    {
        if (one.Key == other.Key)
            return true;
        var (first, second) = (NameOf(one), NameOf(other));
        if (first is not null && second is not null)
            return first == second;
        // a name without an ID is shared: by whoever is at this machine, or has the token
        var areKnownOnOneSurface =
            one.Id is not null && other.Id is not null && one.IsInChat == other.IsInChat;
        return areKnownOnOneSurface ? false : null;
    }

    /// <summary>What Access:People calls them; null when they do not stand there.</summary>
    string? NameOf(Person person) =>
        settings.People.FirstOrDefault(p => p.Value.Contains(person.Id ?? person.Name)).Key;
}
