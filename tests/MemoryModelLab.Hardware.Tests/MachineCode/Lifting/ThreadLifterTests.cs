using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Hardware.MachineCode.Lifting;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.Tests.MachineCode.Lifting;

public sealed class ThreadLifterTests
{
    [Theory]
    [InlineData("movl (%rdi),%eax|movl %eax,(%rsi)|ret", "movl (%rdi),%eax|movl %eax,%r15d")]
    [InlineData("movl (%rdi),%eax|movl $7,(%rsi)|ret", "movl (%rdi),%eax|movl $7,%r15d")]
    [InlineData("pushq %rbx|movq %rsi,%rbx|movl (%rdi),%ecx|movl %ecx,(%rbx)|popq %rbx|ret", "movl (%rdi),%ecx|movl %ecx,%r15d")]
    [InlineData("subq $24,%rsp|movl (%rdi),%ecx|movl %ecx,8(%rsp)|movl 8(%rsp),%eax|movl %eax,(%rsi)|addq $24,%rsp|ret", "movl (%rdi),%ecx|movl %ecx,%r15d|movl %r15d,%eax|movl %eax,%r14d")]
    [InlineData("subq $24,%rsp|movl $1,8(%rsp)|movl $1,(%rdi)|addq $24,%rsp|ret", "movl $1,(%rdi)")]
    [InlineData("L00: cmpl $0,(%rdi)|je L00|ret", "L00: cmpl $0,(%rdi)|je L00")]
    public void Frame_spills_and_results_of_x64_become_registers(string code, string expected) => Assert.Equal(expected, Lift(code, Architecture.X86_64));

    [Theory]
    [InlineData("STP X29,X30,[SP,#-16]!|MOV X29,SP|LDR W2,[X0]|STR W2,[X1]|LDP X29,X30,[SP],#16|RET", "LDR W2,[X0]|MOV W19,W2")]
    [InlineData("STP X29,X30,[SP,#-32]!|STR X19,[SP,#24]|MOV X29,SP|MOV X19,X1|LDR W2,[X0]|STR W2,[X29,#16]|LDR W3,[X29,#16]|STR W3,[X19]|LDR X19,[SP,#24]|LDP X29,X30,[SP],#32|RET", "LDR W2,[X0]|MOV W19,W2|MOV W3,W19|MOV W20,W3")]
    [InlineData("L1: LDAXR W2,[X0]|ADD W3,W2,#1|STLXR W4,W3,[X0]|CBNZ W4,L1|DMB ISH|RET", "L1: LDAXR W2,[X0]|ADD W3,W2,#1|STLXR W19,W3,[X0]|DMB ISH")]
    public void Frame_spills_and_results_of_ARM64_become_registers(string code, string expected) => Assert.Equal(expected, Lift(code, Architecture.AArch64));

    [Fact]
    public void A_reference_is_assigned_by_a_release_on_ARM64()
    {
        MachineInstruction[] code = [.. Instructions("MOV X14,X0|MOV X15,X0"), new MachineInstruction(8, "blr") { Calls = "CORINFO_HELP_CHECKED_ASSIGN_REF" }, .. Instructions("RET")];
        Assert.Equal("MOV X14,X0|MOV X15,X0|STLR X15,[X14]", Lift(code, Architecture.AArch64));
    }

    [Fact]
    public void A_call_that_is_not_known_is_named()
    {
        MachineInstruction[] code = [new MachineInstruction(0, "call") { Calls = "System.Console.Beep" }, .. Instructions("ret")];
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => Lift(code, Architecture.X86_64));
        Assert.Contains("System.Console.Beep", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_way_round_a_loop_forgets_what_is_not_so_each_time()
    {
        // Rsi, the results, is overwritten in the loop: behind it, it is not known where the store goes.
        const string code = "L00: movq (%rdi),%rsi|testq %rsi,%rsi|je L00|movl $1,(%rsi)|ret";
        Assert.Equal("L00: movq (%rdi),%rsi|testq %rsi,%rsi|je L00|movl $1,(%rsi)", Lift(code, Architecture.X86_64));
    }

    // The JIT keeps the handle for two allocations of a class in a register that calls leave alone.
    [Fact]
    public void The_handle_of_a_class_is_where_it_was_loaded_to_and_moved_to()
    {
        MachineInstruction load = new(0, "mov r12, Node") { LoadsType = "Node", LoadsTypeInto = "r12" }, call = new(0, "call") { Calls = "CORINFO_HELP_NEWSFAST" };
        MachineInstruction[] code = [load, .. Instructions("movq %rdi,%rbx|movq %r12,%rdi"), call, .. Instructions("movq %rax,%rbp|movq %r12,%rdi"), call, .. Instructions("movl $1,(%rbx)|ret")];
        Assert.Equal("movq %rdi,%rbx|movq $Node,%rax|movq %rax,%rbp|movq $Node2,%rax|movl $1,(%rbx)", Lift(code, Architecture.X86_64));
    }

    [Fact]
    public void A_handle_of_a_class_is_not_compared()
    {
        MachineInstruction[] code = [new(0, "mov rax, Node") { LoadsType = "Node", LoadsTypeInto = "rax" }, .. Instructions("cmpq %rax,(%rdi)|ret")];
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => Lift(code, Architecture.X86_64));
        Assert.Contains("handle of a class", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_that_the_listing_hides_is_refused()
    {
        MachineInstruction[] code = [new(0, "mov w1, #0xD1FFAB1E") { Code = "MOV W1,#3523193630" }, .. Instructions("RET")];
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => Lift(code, Architecture.AArch64));
        Assert.Contains("does not list the constant", refused.Message, StringComparison.Ordinal);
    }

    private static string Lift(string code, Architecture architecture) => Lift([.. Instructions(code)], architecture);

    private static string Lift(MachineInstruction[] code, Architecture architecture)
    {
        var body = new MachineBody(new PlainBody("P0", ["x"], [new ResultSlot("r0", 0, 4)], []), code);
        ThreadLifter lifter = architecture == Architecture.AArch64 ? new Arm64Lifter(body, new ObjectNames([])) : new X64Lifter(body, new ObjectNames([]));
        LiftedCode lifted = lifter.Lift();
        new RegisterChoice(lifted, architecture, lifter.Parameters.Select(parameter => parameter.Register)).Apply(lifted);
        var test = new LitmusTest { Architecture = architecture, Name = "t", Threads = [new AssemblyThread("P0", [.. lifted.Lines])] };
        string[] lines = LitmusPrinter.Print(test).Split('\n');
        return string.Join('|', lines.SkipWhile(line => !line.StartsWith(" P0", StringComparison.Ordinal)).Skip(1).Select(line => line.TrimEnd(' ', ';').Trim()).Where(line => line.Length > 0));
    }

    private static IEnumerable<MachineInstruction> Instructions(string code)
    {
        int offset = 0;
        foreach (string line in code.Split('|'))
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            string text = colon < 0 ? line : line[(colon + 2)..];
            yield return new MachineInstruction(offset++, text) { Label = colon < 0 ? null : line[..colon], Code = text, MemoryBytes = text.Contains("movq", StringComparison.Ordinal) ? 8 : 4 };
        }
    }
}
