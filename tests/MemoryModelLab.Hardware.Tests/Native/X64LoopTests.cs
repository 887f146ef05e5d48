using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests.Native;

/// <summary>Machine code does what the lowered ops say, and never what x86-TSO forbids.</summary>
public class X64LoopTests
{
    [NativeTheory]
    [InlineData("movl $5,%eax ; movl %eax,(x) ; movl (x),%ebx")]
    [InlineData("movb $-2,(x) ; movzbl (x),%eax ; movsbl (x),%ebx ; movl $-3,%ecx ; movslq %ecx,%rdx ; movzwl %cx,%ecx")]
    [InlineData("movl $-1,%eax ; movb $7,%al ; movl %eax,%ebx")]
    [InlineData("movl $258,%eax ; movb %ah,%bl")]
    [InlineData("movl $3,(x) ; incl (x) ; lock incl (x) ; decl (y) ; negl (y) ; notl (y)")]
    [InlineData("movl $6,(x) ; addl $-2,(x) ; movl $3,%eax ; subl %eax,(x) ; xorl (x),%ebx ; orl $8,%ebx ; andl $9,%ebx")]
    [InlineData("movl $6,%eax ; xchgl %eax,(x) ; movl $2,%ebx ; lock xaddl %ebx,(x) ; xchgl %eax,%ebx")]
    [InlineData("movl $4,%ebx ; lock cmpxchgl %ebx,(x) ; movl $9,%ecx ; lock cmpxchgl %ecx,(x)")]
    [InlineData("movl $4,%eax ; cmpl $4,%eax ; jne L ; movl $1,%ebx ; L: sete %cl ; cmovel %eax,%edx")]
    [InlineData("movl $-4,%eax ; cmpl $3,%eax ; jl L ; movl $1,%ebx ; L: setb %cl ; cmovge %eax,%edx ; jmp M ; movl $9,%edx ; M: nop")]
    [InlineData("L: incl %eax ; cmpl $5,%eax ; jne L")]
    [InlineData("movl $3,%eax ; shll $2,%eax ; sarl $1,%eax ; movb $1,%cl ; shrl %cl,%eax")]
    [InlineData("mfence ; lfence ; sfence ; pause ; nop ; movl $1,%eax ; ret ; movl $2,%eax")]
    [InlineData("leaq (,%rdx,4),%rax ; leal 3(%rdx,%rdx,2),%ebx ; testl %ebx,%ebx ; setne %cl")]
    public void One_thread_computes_what_its_ops_compute(string code)
    {
        string rows = string.Join("\n", code.Split(';').Select(instruction => instruction.Trim() + " ;"));
        Agree($"X86_64 T\n{{ }}\nP0 ;\n{rows}\nlocations [0:rax; 0:rbx; 0:rcx; 0:rdx; x; y;]\nexists (true)\n");
    }

    [NativeTheory]
    [InlineData("MOV EAX,$5", "MOV [x],EAX", "MOV EBX,[x]")]
    [InlineData("MOV [x],$2", "XCHG [x],EAX", "ADD EAX,$3")]
    public void X86_tests_run_as_64_bit_code(params string[] code)
    {
        Agree($"X86 T\n{{ }}\nP0 ;\n{string.Join("\n", code.Select(instruction => instruction + " ;"))}\nlocations [0:EAX; 0:EBX; x;]\nexists (true)\n");
    }

    [NativeFact]
    public void Addresses_in_registers_and_in_memory_are_followed()
    {
        Agree("X86_64 T\n{ 0:rax=x; p=y; y=7; uint64_t 0:rbx; }\nP0 ;\nmovq $3,(%rax) ;\nmovq (p),%rbx ;\nmovq (%rbx),%rcx ;\nmovq $x,%rdx ;\nlocations [0:rax; 0:rbx; 0:rcx; 0:rdx; x; p;]\nexists (true)\n");
    }

    [NativeTheory]
    [InlineData("movl (%rax),%ebx", "none of the test's locations")]
    [InlineData("movl 64(x),%ebx", "none of the test's locations")]
    [InlineData("movl (x),%eax ;\nincl (x) ;\nmovl (%rax),%ebx", "may be anything")]
    [InlineData("movl (x),%eax ;\nmovq (x),%rbx", "32 and with 64 bits")]
    [InlineData("movq %rsp,%rax", "stack pointer")]
    [InlineData("movntil %eax,(x)", "MOVNTI")]
    public void Code_that_could_leave_its_locations_is_refused(string code, string reason)
    {
        (LitmusTest test, LitmusProgram program) = Parse($"X86_64 T\n{{ }}\nP0 ;\n{code} ;\nexists (true)\n");
        var refusal = Assert.Throws<NotSupportedException>(() => HardwareRunner.Run(test, program, new HardwareOptions { Iterations = 1 }, default));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [NativeTheory]
    [InlineData("movl $1,(x) | movl $1,(y) ;\nmfence | mfence ;\nmovl (y),%eax | movl (x),%eax ;", "0:rax=0 /\\ 1:rax=0")]
    [InlineData("movl $1,(x) | movl (y),%eax ;\nmovl $1,(y) | movl (x),%ebx ;", "1:rax=1 /\\ 1:rbx=0")]
    [InlineData("lock incl (x) | lock incl (x) ;", "not (x=2)")]
    public void What_the_processor_forbids_is_never_seen(string rows, string forbidden)
    {
        (LitmusTest test, LitmusProgram program) = Parse($"X86_64 T\n{{ }}\nP0 | P1 ;\n{rows}\nlocations [x;]\nexists ({forbidden})\n");
        HardwareResult result = HardwareRunner.Run(test, program, new HardwareOptions { TimeBudget = TimeSpan.FromSeconds(0.2) }, default);
        Assert.Null(result.FirstSatisfied);
        Assert.Equal(result.Iterations, result.Outcomes.Sum(outcome => outcome.Count));
    }

    [NativeTheory]
    [InlineData(HardwareMode.Auto)]
    [InlineData(HardwareMode.Batched)]
    [InlineData(HardwareMode.Perpetual)]
    [InlineData(HardwareMode.Timed)]
    public void In_every_mode_fences_hold_and_the_parameters_are_said(HardwareMode mode)
    {
        (LitmusTest test, LitmusProgram program) = Parse("X86_64 T\n{ }\nP0 | P1 ;\nmovl $1,(x) | movl $1,(y) ;\nmfence | mfence ;\nmovl (y),%eax | movl (x),%eax ;\nexists (0:rax=0 /\\ 1:rax=0)\n");
        HardwareResult result = HardwareRunner.Run(test, program, new HardwareOptions { TimeBudget = TimeSpan.FromSeconds(0.15), Mode = mode }, default);
        Assert.True(result.Iterations > 0);
        Assert.DoesNotContain(result.Outcomes, outcome => outcome.Values.All(value => value == 0));
        Assert.Null(result.FirstSatisfied);
        Assert.NotNull(result.Parameters);
    }

    [NativeTheory]
    [InlineData("js")]
    [InlineData("jb")]
    [InlineData("je")]
    [InlineData("jl")]
    [InlineData("jbe")]
    public void Every_iteration_begins_with_clear_flags(string jump)
    {
        (LitmusTest test, LitmusProgram program) = Parse($"X86_64 T\n{{ }}\nP0 ;\n{jump} L ;\nmovl $1,%eax ;\nL: nop ;\nexists (0:rax=0)\n");
        HardwareResult result = HardwareRunner.Run(test, program, new HardwareOptions { Iterations = 10_000, TimeBudget = TimeSpan.FromSeconds(60) }, default);
        Assert.Equal([1], Assert.Single(result.Outcomes).Values);
    }

    [NativeFact]
    public void A_mode_that_does_not_fit_is_said_and_replaced()
    {
        (LitmusTest test, LitmusProgram program) = Parse("X86_64 T\n{ }\nP0 | P1 ;\nincl (x) | incl (x) ;\nexists (x=1)\n");
        HardwareResult result = HardwareRunner.Run(test, program, new HardwareOptions { TimeBudget = TimeSpan.FromSeconds(0.05), Mode = HardwareMode.Perpetual }, default);
        Assert.True(result.Iterations > 0);
        Assert.Contains(result.Notes, note => note.StartsWith("It does not run perpetually", StringComparison.Ordinal));
    }

    [NativeFact]
    public void Code_that_never_ends_is_given_up()
    {
        (LitmusTest test, LitmusProgram program) = Parse("X86_64 T\n{ }\nP0 | P1 ;\nL: movl (x),%eax | movl $1,(y) ;\ncmpl $2,%eax | nop ;\njne L | nop ;\nexists (0:rax=2)\n");
        HardwareResult result = HardwareRunner.Run(test, program, new HardwareOptions { TimeBudget = TimeSpan.FromSeconds(0.05) }, default);
        Assert.Equal(HardwareStatus.Stuck, result.Status);
    }

    [NativeFact]
    public void Code_that_never_ends_is_given_up_soon_once_the_run_is_cancelled()
    {
        (LitmusTest test, LitmusProgram program) = Parse("X86_64 T\n{ }\nP0 | P1 ;\nL: movl (x),%eax | movl $1,(y) ;\ncmpl $2,%eax | nop ;\njne L | nop ;\nexists (0:rax=2)\n");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.1));
        HardwareResult result = HardwareRunner.Run(test, program, new HardwareOptions { TimeBudget = TimeSpan.FromHours(1) }, cancellation.Token);
        Assert.Equal(HardwareStatus.Stuck, result.Status);
        Assert.Contains(result.Notes, note => note.StartsWith("P0 had not come back", StringComparison.Ordinal));
    }

    private static void Agree(string text)
    {
        (LitmusTest test, LitmusProgram program) = Parse(text);
        HardwareResult run = HardwareRunner.Run(test, program, new HardwareOptions { Iterations = 1, TimeBudget = TimeSpan.FromSeconds(60) }, default);
        long[] computed = [.. SequentialInterpreter.Run(program).Select((value, part) => Canonical(program, part, value))];
        Assert.Equal(computed, Assert.Single(run.Outcomes).Values.Select((value, part) => Canonical(program, part, value)));
    }

    private static long Canonical(LitmusProgram program, int part, long value) =>
        Litmus.Conditions.StateValues.Canonical(value, program.Observed[part], Litmus.Conditions.StateValues.DeclaredCount(program));

    private static (LitmusTest Test, LitmusProgram Program) Parse(string text)
    {
        LitmusTest test = LitmusParser.Parse(text, "t.litmus");
        return (test, LitmusLowering.Lower(test));
    }
}
