namespace MemoryModelLab.Machine.Replicas;

/// <summary>A message between sites, or a client's request.</summary>
/// <param name="Kind">What it asks or tells.</param>
/// <param name="From">The sender: a site; of a request, the client.</param>
/// <param name="To">The site it goes to.</param>
/// <param name="Client">The client whose operation it is about; -1 for none.</param>
/// <param name="Operation">The operation it is about, numbered from 1 upwards in each client's order.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Stamp">A position or version; what orders writes under this policy.</param>
/// <param name="Clock">What the receiver must know first, or what the sender knows.</param>
public readonly record struct Message(
    MessageKind Kind, int From, int To, int Client = -1, int Operation = 0, int Key = 0, int Value = 0, int Stamp = 0, Clock Clock = default)
{
    /// <summary>Whether a client sent it.</summary>
    public bool IsRequest => Kind is MessageKind.Read or MessageKind.Write;
}
