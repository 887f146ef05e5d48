using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Cores.OutOfOrder;

/// <summary>An instruction in a window as traces show it: <c>Rx?</c> waits, <c>Rx=1</c> is done; <c>Wx:=1</c> waits, <c>Wx=1</c> is in memory.</summary>
internal static class InstanceText
{
    public static string Of(in Instance instance, Window window, int[] state, int slot, MemoryMap map, ValueTable values, Func<long, string> print)
    {
        int status = window.StatusOf(state, slot);
        string cell = !instance.IsLocated ? "?" : instance.Cell < 0 ? "nowhere" : map.NameOf(instance.Cell);
        return instance.Op switch
        {
            Op.Load when status == Status.Pending => $"R{cell}?",
            Op.Load => $"R{cell}={print(values[window.ValueOf(state, slot)])}",
            Op.Store when status == Status.Done => $"W{cell}={print(instance.Data.Value)}",
            Op.Store => $"W{cell}:={(instance.Data.Known ? print(instance.Data.Value) : "?")}",
            Op.Branch when status == Status.Yes => "taken?",
            Op.Branch when status == Status.No => "not-taken?",
            _ => "",
        };
    }
}
