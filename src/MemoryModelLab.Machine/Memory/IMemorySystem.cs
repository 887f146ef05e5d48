using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Memory;

/// <summary>What came of a core's wish to access a cell.</summary>
public enum Access
{
    /// <summary>The access may be done in this very step.</summary>
    Ready,

    /// <summary>The state has changed towards it: a request is out, or a line had to leave first.</summary>
    Requested,

    /// <summary>Nothing can be done but wait for messages.</summary>
    Waiting,

    /// <summary>The protocol does not say what to do: <see cref="IMemorySystem.Fault"/> tells.</summary>
    Undefined,
}

/// <summary>
/// What lies between the store buffers and memory, and memory itself. States are unpacked: one int a component, those claimed from the
/// <see cref="Layout"/> at construction.
/// </summary>
public interface IMemorySystem
{
    /// <summary>The name on the command line: <c>flat</c>, <c>mesi</c>.</summary>
    string Name { get; }

    /// <summary>What is at the far end from the cores: <c>memory</c>, <c>bus</c>, <c>directory</c>.</summary>
    string Hub { get; }

    /// <summary>Whether cells are independent, so that cells only one core uses matter to no other core.</summary>
    bool CellsAreIndependent { get; }

    /// <summary>Whether what happens to one line changes nothing for another.</summary>
    bool LinesAreIndependent { get; }

    /// <summary>The line of a cell.</summary>
    int LineOf(int cell);

    /// <summary>The line that an own step is about.</summary>
    /// <param name="state">The state.</param>
    /// <param name="message">The step's number, below <see cref="Messages"/>.</param>
    int LineOfMessage(ReadOnlySpan<int> state, int message);

    /// <summary>Set when more messages were under way than a state has room for: all begins again with more.</summary>
    bool IsOutgrown => false;

    /// <summary>Whether a core still reads lines whose invalidation it has acknowledged: a read barrier waits until it does not.</summary>
    bool HasUnappliedInvalidations(ReadOnlySpan<int> state, int core) => false;

    /// <summary>What the protocol lacked when an access or a message was <see cref="Access.Undefined"/>.</summary>
    string? Fault { get; }

    /// <summary>Sets the components of the initial state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="initial">Each cell's value.</param>
    void Start(Span<int> state, ReadOnlySpan<int> initial);

    /// <summary>Brings <paramref name="cell"/> within reach of <paramref name="core"/> for reading, or for writing.</summary>
    /// <param name="state">The state; changed unless the answer is <see cref="Access.Waiting"/>.</param>
    /// <param name="core">The core.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="forWrite">Whether it is to be written.</param>
    /// <param name="detail">What the protocol calls what it did; null for a hit.</param>
    Access Reach(Span<int> state, int core, int cell, bool forWrite, out string? detail);

    /// <summary>Whether the cache of <paramref name="core"/> has, or waits for, the line of a cell.</summary>
    bool Holds(ReadOnlySpan<int> state, int core, int cell) => false;

    /// <summary>The value that <paramref name="core"/> reads, once it may.</summary>
    int Read(ReadOnlySpan<int> state, int core, int cell);

    /// <summary>Whether that is what was last written to the cell; a line whose invalidation waits may be read all the same.</summary>
    bool IsCurrent(ReadOnlySpan<int> state, int core, int cell) => true;

    /// <summary>Writes as <paramref name="core"/>, once it may.</summary>
    void Write(Span<int> state, int core, int cell, int value);

    /// <summary>The number of own steps this has in its present state, enabled or not: messages that may arrive.</summary>
    int Messages(ReadOnlySpan<int> state);

    /// <summary>Lets message number <paramref name="message"/> arrive; <see cref="Access.Waiting"/> when it may not now.</summary>
    Access Deliver(Span<int> state, int message, out Step step);

    /// <summary>Whether nothing is under way.</summary>
    bool IsQuiet(ReadOnlySpan<int> state);

    /// <summary>The value of a cell when nothing is under way.</summary>
    int Final(ReadOnlySpan<int> state, int cell);

    /// <summary>Writes the same state with cores and values renamed; the directory keeps its number, that of the cores.</summary>
    /// <param name="state">The state.</param>
    /// <param name="renamed">Where the renamed state goes.</param>
    /// <param name="newCore">Each core's new number.</param>
    /// <param name="newValue">Each value's new number; 0, which stands for no value too, keeps its own.</param>
    void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore, ReadOnlySpan<int> newValue);

    /// <summary>What is in its parts, for showing it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="nameOf">The name of a cell.</param>
    /// <param name="print">A value's text, by its number.</param>
    IEnumerable<Part> Describe(int[] state, Func<int, string> nameOf, Func<int, string> print);

    /// <summary>The invariant that does not hold, in a sentence; null when all do.</summary>
    string? Violation(ReadOnlySpan<int> state);
}
