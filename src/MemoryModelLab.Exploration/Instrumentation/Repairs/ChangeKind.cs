namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>The kinds of changes of orderings.</summary>
public enum ChangeKind
{
    /// <summary>A plain access becomes volatile.</summary>
    MakeVolatile,

    /// <summary>A full fence is put before a read, after a write, or before a call of code that is not the program's.</summary>
    AddFence,

    /// <summary>A volatile access becomes plain.</summary>
    DropVolatile,

    /// <summary>A fence is left out.</summary>
    DropFence,

    /// <summary>An <c>Interlocked</c> operation becomes a volatile access.</summary>
    UseVolatile,

    /// <summary>An <c>Interlocked</c> operation becomes a plain access.</summary>
    UsePlain,
}
