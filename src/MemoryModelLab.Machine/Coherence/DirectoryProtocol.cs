namespace MemoryModelLab.Machine.Coherence;

/// <summary>A protocol of caches that talk to a directory by messages.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cache">What a cache does.</param>
/// <param name="Directory">What the directory does, a line at a time.</param>
/// <param name="IsOrdered">
/// Whether what the directory sends one cache about one line arrives in the order it was sent. Else no channel keeps any order.
/// </param>
public sealed record DirectoryProtocol(string Name, ProtocolTable Cache, ProtocolTable Directory, bool IsOrdered);
