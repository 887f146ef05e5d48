using MemoryModelLab.Litmus.Dialects;

namespace MemoryModelLab.Litmus.Lowering;

/// <summary>One name for each part of a state, however it was written.</summary>
internal static class StateNames
{
    /// <summary><paramref name="reference"/> with its register's canonical name; <c>t[0]</c> is <c>t</c>.</summary>
    public static StateReference Canonical(LitmusTest test, StateReference reference)
    {
        if (reference.Thread is not { } thread)
            return reference.Name.EndsWith("[0]", StringComparison.Ordinal) ? reference with { Name = reference.Name[..^3] } : reference;

        string? name = DialectTable.Of(test.Architecture).CanonicalRegister(test.Threads[thread], reference.Name);
        return reference with { Name = name ?? reference.Name };
    }
}
