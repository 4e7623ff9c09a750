using ChatOps502.Probes.Collection;

namespace ChatOps502.Probes;

/// <summary>What a probe's script finds on its standard input.</summary>
public enum ProbeInput
{
    /// <summary>
    /// The statements of nginx's effective configuration, one a line: the instance's prefix, the blocks around the
    /// statement (<c>/http/server</c>) and its words, with tabs between them. The compiled-in log paths stand in the
    /// block <c>@default</c>.
    /// </summary>
    Statements,

    /// <summary>It reads no input.</summary>
    Nothing,

    /// <summary>The configuration as <c>nginx -T</c> prints it; each instance begins with <c>#@instance</c>.</summary>
    Configuration,
}

/// <summary>One question to a host: a piece of POSIX sh that only reads, and how to read what it prints.</summary>
/// <remarks>
/// <para>
/// To add one: a class here, a line in <see cref="ProbeCatalog"/>, and its recorded answers under
/// <c>tests/Probes.Tests/Golden</c>.
/// </para>
/// <para>
/// The script runs in a subshell (of dash, busybox, bash) with LC_ALL=C, within <see cref="Limit"/>. It writes
/// nothing and starts nothing. Only its standard output is kept, up to <see cref="MaxBytes"/>: what it writes to
/// standard error is dropped. On its standard input it finds what <see cref="Input"/> says.
/// </para>
/// <para>
/// Its own words begin with an @ (<c>@file PATH</c>). Text that somebody outside may have written, such as a log line,
/// is printed behind a &gt;, so that it cannot pass for such a word. <c>cannot_read WHAT WHY [FIX]</c> reports what
/// could not be read.
/// </para>
/// <para>Variables (made once by <c>Collection/Shell/runner.sh</c>):</para>
/// <list type="table">
/// <item><term>NOW</term><description>the host's clock, seconds since 1970</description></item>
/// <item><term>WINDOW_SECONDS</term><description>how far back evidence counts</description></item>
/// <item><term>WINDOW_START</term><description>where the window begins, seconds since 1970</description></item>
/// <item><term>WINDOW_START_LOCAL, WINDOW_START_UTC</term><description>the same as YYYYmmddHHMMSS in the host's
/// time and in UTC, to compare with the times of log lines</description></item>
/// <item><term>MAX_LOG_BYTES</term><description>how much of one log is read at the most</description></item>
/// <item><term>SUDO</term><description>1 where reads that need root may go through <c>sudo -n</c></description></item>
/// <item><term>IS_ROOT, LOGIN</term><description>1 for root; the login's name</description></item>
/// <item><term>SUDOERS</term><description>the line that lets this login read everything, for hints</description></item>
/// <item><term>NGINX_MASTERS</term><description>pids of nginx's master processes, one a line</description></item>
/// <item><term>BACKEND_UNITS</term><description>systemd units that may be back ends, one a line</description></item>
/// <item><term>UNIT_PROPERTIES</term><description>their files and directories: unit, property and value with tabs
/// between them</description></item>
/// </list>
/// <para>Functions (<c>Collection/Shell/*.sh</c>):</para>
/// <list type="table">
/// <item><term>have TOOL</term><description>is it installed?</description></item>
/// <item><term>as_root COMMAND</term><description>a read that may need root</description></item>
/// <item><term>readable FILE, held COMMAND</term><description>may the file be read, and a command on exactly the file
/// that was judged; <c>unreadable FILE</c> reports why not</description></item>
/// <item><term>window FILE AWK</term><description>runs awk over the log's lines within the window, read from its end;
/// <c>k</c> is the time of the line</description></item>
/// <item><term>within SECONDS COMMAND</term><description>ends it after that time</description></item>
/// <item><term>backends</term><description>protocol, address and virtual host of every pass in the statements on its
/// standard input</description></item>
/// <item><term>talk KIND ADDRESS PORT SECONDS</term><description>connects, sends its standard input, prints errno,
/// phase, reply and milliseconds</description></item>
/// <item><term>unit_property UNIT NAME...</term><description>values out of UNIT_PROPERTIES</description></item>
/// <item><term>mtime FILE, is_plain TEXT</term><description>when it changed; is it free of control
/// characters?</description></item>
/// </list>
/// </remarks>
public abstract class Probe
{
    /// <summary>Dotted name as people see it in evidence, for example <c>nginx.error-log</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it looks at, in half a sentence.</summary>
    public abstract string Title { get; }

    public virtual ProbeInput Input => ProbeInput.Statements;

    public virtual TimeSpan Limit => TimeSpan.FromSeconds(4);

    /// <summary>Bytes after which the answer is cut (and reported as cut).</summary>
    public virtual int MaxBytes => 512 * 1024;

    /// <summary>True for the probe that mostly waits for others: it runs beside the rest and reports last.</summary>
    public virtual bool Waits => false;

    public abstract string Script { get; }

    /// <summary>The type of the fact that it finds.</summary>
    public abstract Type Fact { get; }

    /// <summary>Facts of other probes that its answer is read with: those probes come first in the catalog.</summary>
    public virtual IReadOnlyList<Type> Needs => [];

    /// <summary>The typed fact in the answer, or null when the host has nothing to say.</summary>
    /// <param name="section">What the script printed; it may be anything.</param>
    /// <param name="known">The facts of the probes before this one.</param>
    public abstract object? Read(Section section, FactSheet known);
}

/// <summary>A probe whose answer is read by itself.</summary>
public abstract class Probe<TFact> : Probe
    where TFact : class
{
    public sealed override Type Fact => typeof(TFact);

    public sealed override object? Read(Section section, FactSheet known) => Parse(section);

    protected abstract TFact? Parse(Section section);
}

/// <summary>A probe whose answer is read with facts of earlier ones: with those it needs and no others.</summary>
public abstract class DependentProbe<TFact> : Probe
    where TFact : class
{
    public sealed override Type Fact => typeof(TFact);

    public abstract override IReadOnlyList<Type> Needs { get; }

    public sealed override object? Read(Section section, FactSheet known) =>
        Parse(section, known.Only(Needs));

    /// <param name="needed">The facts of <see cref="Needs"/>, as far as they were found.</param>
    protected abstract TFact? Parse(Section section, FactSheet needed);
}
