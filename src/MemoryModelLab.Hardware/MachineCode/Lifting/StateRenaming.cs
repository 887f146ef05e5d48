using System.Globalization;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>Says parts of a C# test's states in terms of its machine code: a local is the register that keeps it.</summary>
internal sealed class StateRenaming(LitmusProgram source, Func<int, string, string> registerOf)
{
    /// <summary>The part of the lifted test's state.</summary>
    public StateReference Rename(StateReference reference)
    {
        if (reference.Thread is { } thread) return new StateReference(thread, registerOf(thread, reference.Name));
        Location? location = source.Locations.FirstOrDefault(candidate => candidate.Name == reference.Name);
        if (location is { Offset: not 0 }) throw new NotSupportedException($"the test is not lifted: it observes {reference.Name}, a field of an object; read it into a local and observe that");
        return reference;
    }

    /// <summary>The proposition about the lifted test's state.</summary>
    public Proposition Rename(Proposition proposition) => proposition switch
    {
        Proposition.Equal equal => equal with { Left = Rename(equal.Left) },
        Proposition.EqualArray array => array with { Left = Rename(array.Left) },
        Proposition.Same same => same with { Left = Rename(same.Left), Right = Rename(same.Right) },
        Proposition.Not not => new Proposition.Not(Rename(not.Operand)),
        Proposition.And and => new Proposition.And(Rename(and.Left), Rename(and.Right)),
        Proposition.Or or => new Proposition.Or(Rename(or.Left), Rename(or.Right)),
        Proposition.Implies implies => new Proposition.Implies(Rename(implies.Left), Rename(implies.Right)),
        _ => proposition,
    };

    /// <summary>An observed part of the source with its type.</summary>
    public LocationsItem Typed(Observed part)
    {
        string sign = part.Unsigned ? "u" : "";
        return new LocationsItem(Rename(Reference(source, part)), $"{sign}int{part.Width.ToString(CultureInfo.InvariantCulture)}_t");
    }

    /// <summary>An observed part by its names in the source.</summary>
    public static StateReference Reference(LitmusProgram source, Observed part) => part.Thread >= 0
        ? new StateReference(part.Thread, source.Threads[part.Thread].Registers[part.Index])
        : new StateReference(null, source.Locations[part.Index].Name);
}
