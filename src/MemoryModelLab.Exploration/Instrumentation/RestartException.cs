namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>Ends an exploration that took a field for unshared and has now seen that it is shared: it is begun anew, knowing so.</summary>
#pragma warning disable CA1032 // carries nothing
internal sealed class RestartException() : Exception("A field is shared after all.");
#pragma warning restore CA1032
