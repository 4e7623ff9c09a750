using ChatOps502.Probes.Runtimes;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>One possible cause of a 502: what speaks for it, what against it, and what mends it.</summary>
public abstract class Cause
{
    /// <summary>The fixed name of the contract, for example <c>backend-down</c>.</summary>
    public abstract string Id { get; }

    public abstract string Family { get; }

    /// <summary>Looks at one failing back end. Adds nothing when nothing speaks for this cause.</summary>
    public abstract void Weigh(Situation situation, Failing failing, Hypothesis hypothesis);
}

/// <summary>A cause under consideration for one failing back end, with what was found for and against it.</summary>
public sealed class Hypothesis(Cause cause, Failing failing)
{
    readonly List<Evidence> _for = [];
    readonly List<string> _against = [];
    readonly List<Remedy> _remedies = [];

    public Cause Cause { get; } = cause;

    public Failing Failing { get; } = failing;

    public double Score { get; private set; }

    public string Title { get; set; } = "";

    public string Explanation { get; set; } = "";

    public IReadOnlyList<Evidence> Evidence => _for;

    public IReadOnlyList<string> Counter => _against;

    public IReadOnlyList<Remedy> Remedies => _remedies;

    public void For(Weight weight, string probe, string text, int? count = null, DateTimeOffset? at = null)
    {
        Score += weight.Points;
        _for.Add(new(probe, text, count, at));
    }

    public void For(Weight weight, SignalGroup group) =>
        For(weight, "nginx.error-log", group.Sample.Message, group.Count, group.Last);

    public void Against(Weight weight, string text)
    {
        Score += weight.Points;
        _against.Add(text);
    }

    /// <summary>Remedies are offered in the order they come. Null, when it cannot be done here, adds nothing.</summary>
    public void Mend(Remedy? remedy)
    {
        if (remedy is not null)
            _remedies.Add(remedy);
    }

    /// <summary>A remedy of the back end's own: it is carried out on the host where that lives.</summary>
    public void MendBackend(Remedy? remedy) =>
        Mend(
            remedy is null || Failing.FarHost is not { } far
                ? remedy
                : remedy with
                {
                    Args = new Dictionary<string, string>(remedy.Args) { ["host"] = far },
                    Command = $"{remedy.Command} (on {far})",
                }
        );

    /// <summary>Settings of a PHP-FPM pool whose service systemd restarts.</summary>
    public void MendPool(PhpPool pool, string why, params IReadOnlyList<string> settings)
    {
        if (Failing.Unit is { Manager: "systemd" })
            MendBackend(PhpPoolSetting.Remedy(pool, why, settings));
    }

    /// <summary>Offers the remedy only when the service is known.</summary>
    public void Mend(string action, string why)
    {
        if (Failing is { Unit: { } unit, Owner.Sure: true })
            MendBackend(ServiceAction.Remedy(action, unit, why));
    }
}
