using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Values;

/// <summary>
/// What a name is bound to: computed when it is first used. As in herd7, a definition that nothing uses may therefore mention names
/// that this architecture does not have; an error comes back at each use.
/// </summary>
internal sealed class Thunk
{
    private Func<CatValue>? compute;
    private CatValue? value;
    private LitmusException? error;

    /// <summary>A value that is known.</summary>
    public Thunk(CatValue value, SourcePosition? definition = null) => (this.value, Definition) = (value, definition);

    /// <summary>A value that <paramref name="compute"/> gives.</summary>
    public Thunk(Func<CatValue> compute, SourcePosition? definition = null) => (this.compute, Definition) = (compute, definition);

    /// <summary>Where a file defines the name; null for what is predefined, and for parts.</summary>
    public SourcePosition? Definition { get; }

    /// <summary>The value where it was used already; otherwise null.</summary>
    public CatValue? Known => value;

    /// <summary>The value.</summary>
    public CatValue Force()
    {
        if (value is not null) return value;
        if (error is not null) throw new LitmusException(error.Position, error.Problem);
        try
        {
            value = compute!();
            compute = null;
            return value;
        }
        catch (LitmusException e) when (Remember(e))
        {
            throw; // not reached: a filter takes no stack, where catching at every level of a deep nesting would
        }
    }

    private bool Remember(LitmusException e)
    {
        error = e;
        compute = null;
        return false;
    }
}
