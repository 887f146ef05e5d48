using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Traces;

/// <summary>A part of a machine and what is in it: <c>P0 buffer</c>, <c>x=1</c>.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Content">What is in it; empty for nothing.</param>
public sealed record Part(string Name, string Content);

/// <summary>A step of a run, as a message between two of the participants.</summary>
/// <param name="Kind">What kind of step it is.</param>
/// <param name="From">The participant that does or sends it.</param>
/// <param name="To">The participant it reaches; that which does it where it stays there.</param>
/// <param name="Action">What happens, in a few words.</param>
/// <param name="Line">The line in the test's file; 0 where no instruction does it.</param>
/// <param name="Changes">The parts of the machine that are different after it.</param>
public sealed record TraceStep(StepKind Kind, int From, int To, string Action, int Line, IReadOnlyList<Part> Changes);

/// <summary>A run of a machine: a message-sequence chart as data.</summary>
/// <param name="Participants">The cores, and last the memory or the directory.</param>
/// <param name="Start">What is in the machine's parts at first, those with nothing in them left out.</param>
/// <param name="Steps">The steps in order.</param>
public sealed record Trace(IReadOnlyList<string> Participants, IReadOnlyList<Part> Start, IReadOnlyList<TraceStep> Steps);
