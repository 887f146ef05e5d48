using MemoryModelLab.Machine;
using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Models;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>
/// The axiomatic model that a machine implements. A machine reads before it writes what it computed from that, also within one instruction; program order in the cat
/// models, as in herd7, is between instructions, so that they let <c>incl (x)</c> read what another thread made of the value it writes. That order is added here.
/// </summary>
internal static class ImplementedModel
{
    private static readonly MemoryModel Sequential = MemoryModel.FromText("sc", """
        "SC, with the order within instructions"
        acyclic po | data | rmw | com as sc
        empty rmw & (fre; coe) as atomic
        """);

    private static readonly MemoryModel TotalStoreOrder = MemoryModel.FromText("x86-tso", """
        X86 "x86-TSO, with the order within instructions"
        include "x86-tso.cat"
        acyclic po-loc | data | rmw | com as coherence-within
        acyclic ppo | drained | data | rmw | rfe | co | fr as tso-within
        """);

    private static readonly MemoryModel PartialStoreOrder = MemoryModel.FromText("pso", """
        X86 "PSO, with the order within instructions"
        include "pso.cat"
        acyclic po-loc | data | rmw | com as coherence-within
        acyclic ppo | stbar | drained | data | rmw | rfe | co | fr as pso-within
        """);

    public static MemoryModel Of(MachineOptions options) => options.OutOfOrder ? MemoryModel.BuiltIn("arm64") : options.Buffers switch
    {
        BufferKind.None => Sequential,
        BufferKind.Tso => TotalStoreOrder,
        _ => PartialStoreOrder,
    };
}
