using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests;

/// <summary>Small histories by chance, the same for the same seed.</summary>
internal static class RandomHistories
{
    /// <summary>Reads and writes of distinct values; a read returns what somebody writes, or the initial value.</summary>
    public static History Distinct(int seed, int operations, int clients, int keys, double unknown = 0) => Create(seed, operations, clients, keys, unknown, values: 0, cas: false);

    /// <summary>Reads, writes and compare-and-sets of few values.</summary>
    public static History Few(int seed, int operations, int clients, int keys, int values, double unknown = 0, bool cas = true) => Create(seed, operations, clients, keys, unknown, values, cas);

    /// <summary>A history as text, a line an operation.</summary>
    public static string Show(History history) => string.Concat(history.Operations.ToArray().Select(o =>
        $"\n  {history.Clients[o.Client]}: {o.Kind} {history.Keys[o.Key]} {(o.Kind == OperationKind.CompareAndSet ? o.Expected + ">" : "")}{o.Value} {o.Outcome} [{o.Invocation}, {(o.Response == Operation.Never ? "-" : o.Response)}]{(o.IsFinal ? " final" : "")}"));

    private static History Create(int seed, int operations, int clients, int keys, double unknown, int values, bool cas)
    {
        var random = new Random(seed);
        var builder = new HistoryBuilder();
        int length = random.Next(1, operations + 1), written = 0;
        var free = new long[clients];
        var plan = new List<(int Client, int Kind, string Key)>();
        for (int i = 0; i < length; i++) plan.Add((random.Next(clients), random.Next(cas ? 4 : 2), ((char)('x' + random.Next(keys))).ToString()));
        int writes = plan.Count(p => p.Kind == 1);
        long stretch = random.Next(2) == 0 ? 6 : 2; // short gaps make much concurrency
        var gone = new bool[clients];
        foreach ((int client, int kind, string key) in plan)
        {
            if (gone[client]) continue;
            string name = "C" + client;
            long from = free[client] + random.Next((int)stretch) + 1, to = from + random.Next(8);
            free[client] = to;
            bool isUnknown = kind != 0 && random.NextDouble() < unknown;
            gone[client] = isUnknown;
            if (isUnknown) to = Operation.Never;
            long Some() => values > 0 ? random.Next(values) : random.Next(writes + 1);
            switch (kind)
            {
                case 0: builder.Read(name, key, Some(), from, to); break;
                case 1: builder.Write(name, key, values > 0 ? random.Next(values) : ++written, from, to); break;
                default: builder.CompareAndSet(name, key, Some(), Some(), isUnknown ? null : random.Next(3) > 0, from, to); break;
            }
        }

        return builder.Build();
    }
}
