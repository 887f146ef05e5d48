using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>What a picture shows.</summary>
/// <param name="Title">The test's name.</param>
/// <param name="Lines">What else the heading says: the model and its verdict, the outcome.</param>
/// <param name="Graph">The execution.</param>
/// <param name="Cycle">The cycle to highlight; null for none.</param>
internal sealed record PictureContent(string Title, IReadOnlyList<string> Lines, ExecutionGraph Graph, Cycle? Cycle = null);
