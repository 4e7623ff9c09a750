using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Loading;

/// <summary>How one type of step is written in YAML.</summary>
public interface IStepReader
{
    /// <summary>The key that marks the type.</summary>
    string Name { get; }

    /// <param name="part">The whole step; the type's settings are under <see cref="Name"/>.</param>
    /// <param name="common">What was read of it already.</param>
    Step Read(YamlPart part, StepCommon common);
}
