using MemoryModelLab.Machine;
using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Models;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>
/// The axiomatic model that a machine implements. The model <c>sc</c>, like herd7's, does not order the two halves of an atomic instruction, so it lets two exchanges
/// read from each other; a machine cannot. That order is added here.
/// </summary>
internal static class ImplementedModel
{
    private static readonly MemoryModel Sequential = MemoryModel.FromText("sc", """
        "SC, with the order within atomic instructions"
        acyclic po | data | rmw | com as sc
        empty rmw & (fre; coe) as atomic
        """);

    public static MemoryModel Of(MachineOptions options) => options.OutOfOrder ? MemoryModel.BuiltIn("arm64") : options.Buffers switch
    {
        BufferKind.None => Sequential,
        BufferKind.Tso => MemoryModel.BuiltIn("x86-tso"),
        _ => MemoryModel.BuiltIn("pso"),
    };
}
