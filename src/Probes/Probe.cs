using ChatOps502.Probes.Collection;

namespace ChatOps502.Probes;

/// <summary>One question to a machine: a piece of POSIX sh that only reads, and how to read what it prints.</summary>
/// <remarks>
/// The script runs under <c>sh -c</c> with the functions of <see cref="ProbeBundle"/>'s prelude, LC_ALL=C, and the
/// statements of the effective nginx configuration on its standard input. It says what it could not read with <c>cannot_read
/// WHAT WHY</c>.
/// Lines that somebody outside may have written (logs) are printed behind a &gt;, so that they cannot pass for such a
/// word.
/// </remarks>
public abstract class Probe
{
    /// <summary>Dotted name as people see it in evidence, for example <c>nginx.error-log</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it looks at, in half a sentence.</summary>
    public abstract string Title { get; }

    public virtual TimeSpan Limit => TimeSpan.FromSeconds(4);

    /// <summary>Bytes after which the answer is cut (and said to be).</summary>
    public virtual int MaxBytes => 512 * 1024;

    /// <summary>True for the probe that mostly waits for others: it runs beside the rest and reports last.</summary>
    public virtual bool Waits => false;

    public abstract string Script { get; }

    /// <summary>
    /// The typed fact in the answer, or null when the machine has nothing to say. Never throws on odd text.
    /// </summary>
    public abstract object? Read(Section section, FactSheet known);
}

/// <inheritdoc cref="Probe"/>
public abstract class Probe<TFact> : Probe
    where TFact : class
{
    public sealed override object? Read(Section section, FactSheet known) => Parse(section, known);

    protected abstract TFact? Parse(Section section, FactSheet known);
}
