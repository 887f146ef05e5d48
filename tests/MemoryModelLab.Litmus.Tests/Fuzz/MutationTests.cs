using System.Diagnostics;
using System.Globalization;
using MemoryModelLab.Litmus.Tests.Corpus;

namespace MemoryModelLab.Litmus.Tests.Fuzz;

/// <summary>
/// Damaged tests end in success or in a located error: no other exception, no hang, no great memory. <c>MML_SOAK=100000</c> in the
/// environment runs that many inputs instead of 5,000, and <c>MML_SEED</c> other ones.
/// </summary>
public sealed class MutationTests
{
    private const long MostBytes = 256L << 20;
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(10);

    private static readonly string[] Architectures = ["AArch64", "C", "X86", "X86_64"];

    private static readonly string[] Inline =
    [
        "X86 SB\n\"d\"\nA=b\n{ x=0; y=0; }\n P0          | P1          ;\n MOV [x],$1  | MOV [y],$1  ;\n MOV EAX,[y] | MOV EAX,[x] ;\nexists (0:EAX=0 /\\ 1:EAX=0)\n",
        "X86_64 T\n{ int t[2]={1,2}; 0:rax=t; }\nP0|P1;\nL0: lock addl $-1,4(%rax) | ;\n|M: cmpl $1,%eax;\n|jne M;\n|lock cmpxchgl %ebx,(x);\nforall ~(t={1,2}) => (x=1 \\/ y=2)\n",
        "AArch64 T\n{ 0:X1=x; int64_t 0:X3=-1; int *p=&x; }\nP0 ;\nL: LDXR W2,[X1,#0];\nSTLXR W4,W2,[X1];\nCBNZ W4,L;\nCAS W0,W2,[X1];\nCSEL W0,W1,W2,NE;\nADDS X0,X0,W1,SXTW #1;\nlocations [0:X0; x int64_t]\nfilter x=0\nexists (0:X2=1 \\/ not 0:X1=x)\nforbidden (x=1) (* why *)\n",
        "C T\n{ [x] = 0; int y = 1; }\nP0 (atomic_int* x, volatile int* y) {\n  int r0 = 1, r1;\n  do { r1 = atomic_compare_exchange_weak_explicit(x, &r0, *y + 2 * r0, memory_order_acq_rel, memory_order_relaxed); } while (!r1 && r0 < 3);\n  if (r1 ? r0 == 1 : 0) *y = -r0; else { atomic_fetch_or(x, 4); }\n  for (int i = 0; i < 2; i = i + 1) atomic_thread_fence(memory_order_seq_cst);\n}\nexists (0:r0=1 \\/ [y]=2)\n",
        "CSharp T\n{ x = 0; y = 0; }\nstatic void P0(ref int x, ref int y) { x = 1; int r0 = Volatile.Read(ref y); while (r0 > 1) { r0 -= 1; } }\nstatic void P1(ref int x, ref int y) { y = 1; int r0 = Interlocked.Add(ref x, 2); }\nexists (0:r0=0 /\\ 1:r0=0)\n",
    ];

    [Fact]
    public void A_damaged_test_ends_in_success_or_a_located_error()
    {
        int count = Number("MML_SOAK", 5_000), seed = Number("MML_SEED", 20_260);
        string[][] corpus = [Inline, .. Architectures.Select(architecture => HerdCorpus.Files(architecture).Select(File.ReadAllText).ToArray())];
        var mutator = new Mutator([.. corpus.Where(group => group.Length > 0)], seed);
        int accepted = 0;
        for (int i = 0; i < count; i++)
        {
            string text = mutator.Next();
            long start = Stopwatch.GetTimestamp(), bytes = GC.GetAllocatedBytesForCurrentThread();
            if (IsAccepted(text)) accepted++;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            Assert.True(bytes < MostBytes, $"input {i} of seed {seed} allocated {bytes >> 20} MB:\n{text}");
            Assert.True(Stopwatch.GetElapsedTime(start) < LongestTime, $"input {i} of seed {seed} took {Stopwatch.GetElapsedTime(start)}:\n{text}");
        }

        Assert.InRange(accepted, count / 100, count * 9 / 10);
    }

    private static bool IsAccepted(string text)
    {
        try
        {
            LitmusTest test = LitmusParser.Parse(text, "fuzzed.litmus");
            Assert.Equal(test, LitmusParser.Parse(LitmusPrinter.Print(test), "printed.litmus"));
            LitmusLowering.Lower(test);
            return true;
        }
        catch (LitmusException error)
        {
            Assert.Contains(".litmus:", error.Message, StringComparison.Ordinal);
            int lines = text.Count(IsNewLine) + 1;
            Assert.InRange(error.Position.Line, 1, lines + 1);
            Assert.InRange(error.Position.Column, 1, text.Length + 1);
            return false;
        }
    }

    // C# counts more characters as the end of a line than the other dialects.
    private static bool IsNewLine(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
