using System.Text;

namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>An operation of a workload.</summary>
/// <param name="IsWrite">Whether it writes.</param>
/// <param name="Key">Its key, from 0.</param>
public readonly record struct WorkloadOperation(bool IsWrite, int Key);

/// <summary>What a few clients do, each in order. Every write of it writes another value: the first 1, the second 2, …</summary>
public sealed class Workload
{
    /// <summary>The most clients.</summary>
    public const int MostClients = 4;

    /// <summary>The most operations.</summary>
    public const int MostOperations = 8;

    private readonly WorkloadOperation[][] clients;
    private readonly int[] first;

    /// <summary>The workload in which each client does the given operations.</summary>
    /// <exception cref="ArgumentException">There are too many clients or operations.</exception>
    public Workload(string name, params WorkloadOperation[][] clients)
    {
        ArgumentNullException.ThrowIfNull(clients);
        if (clients.Length > MostClients) throw new ArgumentException($"at most {MostClients} clients", nameof(clients));
        Name = name;
        this.clients = clients;
        first = new int[clients.Length];
        for (int client = 0; client < clients.Length; client++)
        {
            first[client] = Operations;
            Operations += clients[client].Length;
        }

        if (Operations > MostOperations) throw new ArgumentException($"at most {MostOperations} operations", nameof(clients));
        Keys = 1 + clients.SelectMany(c => c).Max(o => o.Key);
    }

    /// <summary>The name; of one that was made, its operations.</summary>
    public string Name { get; }

    /// <summary>The number of operations.</summary>
    public int Operations { get; }

    /// <summary>The number of clients.</summary>
    public int Clients => clients.Length;

    /// <summary>The number of keys.</summary>
    public int Keys { get; }

    /// <summary>Whether it is only there to tell weak models apart: what is linearizable in all smaller ones need not be asked.</summary>
    public bool IsForWeakModels => Operations > 6 || Clients == MostClients;

    /// <summary>The operations of a client.</summary>
    public ReadOnlySpan<WorkloadOperation> this[int client] => clients[client];

    /// <summary>What a client's operation writes, from 1 upwards over the whole workload.</summary>
    public int ValueOf(int client, int operation)
    {
        int value = 0;
        for (int c = 0; c <= client; c++)
        {
            int count = c < client ? clients[c].Length : operation + 1;
            for (int o = 0; o < count; o++) value += clients[c][o].IsWrite ? 1 : 0;
        }

        return value;
    }

    /// <summary>The number of a client's operation among all, from 1.</summary>
    public int NumberOf(int client, int operation) => first[client] + operation + 1;

    /// <summary>Reads a workload as it is printed: <c>wx ry | wy rx</c>.</summary>
    public static Workload Parse(string name, string text) => new(
        name, [.. text.Split('|').Select(c => c.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => new WorkloadOperation(o[0] == 'w', "xyz".IndexOf(o[1], StringComparison.Ordinal))).ToArray())]);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int client = 0; client < clients.Length; client++)
        {
            if (client > 0) text.Append(" | ");
            text.AppendJoin(' ', clients[client].Select(o => $"{(o.IsWrite ? 'w' : 'r')}{"xyz"[o.Key]}"));
        }

        return text.ToString();
    }
}
