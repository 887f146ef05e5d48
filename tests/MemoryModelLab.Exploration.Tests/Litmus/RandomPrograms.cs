using System.Text;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Exploration.Tests.Litmus;

/// <summary>Small programs of random accesses to two locations, whose condition mentions every register and location.</summary>
internal sealed class RandomPrograms(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>A C# program.</summary>
    public LitmusTest CSharp(int threads, int statements) => Write("CSharp", "{ x = 0; y = 0; }", "static void", "ref int x, ref int y", threads, statements, SharpStatement);

    /// <summary>A C program with atomic accesses.</summary>
    public LitmusTest C(int threads, int statements) => Write("C", "{ }", "void", "atomic_int* x, atomic_int* y", threads, statements, CStatement);

    private LitmusTest Write(
        string dialect, string initial, string result, string parameters, int threads, int statements, Func<string, string, (string Text, bool Reads)> statement)
    {
        var text = new StringBuilder($"{dialect} random{seed}\n{initial}\n");
        List<string> observed = ["[x]=0", "[y]=0"];
        int left = statements;
        for (int thread = 0; thread < threads; thread++)
        {
            int own = thread == threads - 1 ? left : Math.Max(1, Math.Min(left - (threads - thread - 1), random.Next(1, statements)));
            left -= own;
            text.Append($"{result} P{thread}({parameters}) {{ ");
            for (int i = 0, register = 0; i < own; i++)
            {
                var (code, reads) = statement($"r{register}", random.Next(2) == 0 ? "x" : "y");
                text.Append(code).Append(' ');
                if (reads) observed.Add($"{thread}:r{register++}=0");
            }

            text.Append("}\n");
        }

        text.Append($"exists ({string.Join(" /\\ ", observed)})\n");
        return LitmusParser.Parse(text.ToString(), $"random{seed}");
    }

    private (string Text, bool Reads) SharpStatement(string register, string cell)
    {
        int value = random.Next(1, 3);
        return random.Next(12) switch
        {
            0 or 1 => ($"{cell} = {value};", false),
            2 or 3 => ($"int {register} = {cell};", true),
            4 => ($"Volatile.Write(ref {cell}, {value});", false),
            5 => ($"int {register} = Volatile.Read(ref {cell});", true),
            6 => ($"int {register} = Interlocked.Exchange(ref {cell}, {value});", true),
            7 or 8 => ($"int {register} = Interlocked.CompareExchange(ref {cell}, {value}, {random.Next(0, 3)});", true),
            9 => ($"int {register} = Interlocked.Increment(ref {cell});", true),
            10 => ("Interlocked.MemoryBarrier();", false),
            _ => (random.Next(2) == 0 ? "Volatile.ReadBarrier();" : "Volatile.WriteBarrier();", false),
        };
    }

    private (string Text, bool Reads) CStatement(string register, string cell)
    {
        int value = random.Next(1, 3);
        string Order(params string[] orders) => $"memory_order_{orders[random.Next(orders.Length)]}";
        return random.Next(9) switch
        {
            0 or 1 or 2 => ($"atomic_store_explicit({cell}, {value}, {Order("relaxed", "release")});", false),
            3 or 4 or 5 => ($"int {register} = atomic_load_explicit({cell}, {Order("relaxed", "acquire")});", true),
            6 => ($"int {register} = atomic_fetch_add_explicit({cell}, {value}, {Order("relaxed", "acquire", "release", "acq_rel")});", true),
            7 => ($"int {register} = atomic_exchange_explicit({cell}, {value}, {Order("relaxed", "acquire", "release", "acq_rel")});", true),
            _ => ($"atomic_thread_fence({Order("acquire", "release", "acq_rel", "seq_cst", "seq_cst")});", false),
        };
    }
}
