namespace MemoryModelLab.Litmus.Tests.Dialects;

public sealed class X86LoweringTests
{
    [Theory]
    [InlineData("movl $1,(x)", "Wx=1")]
    [InlineData("movl (x),%eax", "rax=Rx")]
    [InlineData("movl $2,%ebx", "rbx=2")]
    [InlineData("movl %ebx,[x]", "Wx=rbx")]
    [InlineData("MOVL (x),%EAX", "rax=Rx")]
    [InlineData("movl (%rcx),%eax", "rax=R[rcx]")]
    [InlineData("movl 4(%rcx),%eax", "%t0=Add(rcx,4)", "rax=R[%t0]")]
    [InlineData("movl (%rcx,%rdx,4),%eax", "%t0=Multiply(rdx,4)", "%t1=Add(rcx,%t0)", "rax=R[%t1]")]
    [InlineData("movl x(%rip),%eax", "rax=Rx")]
    [InlineData("movnti %eax,(x)", "Wx=rax")]
    [InlineData("leaq 8(%rcx),%rax", "%t0=Add(rcx,8)", "rax=%t0")]
    [InlineData("movq $x,%rax", "rax=x")]
    [InlineData("movzbl (x),%eax", "%t0=Rx", "%t1=ZeroExtend(%t0,8)", "rax=%t1")]
    [InlineData("movswl (x),%eax", "%t0=Rx", "%t1=ZeroExtend(%t0,16)", "%t2=SignExtend(%t1,16)", "%t3=ZeroExtend(%t2,32)", "rax=%t3")]
    [InlineData("mfence", "F{MFence}")]
    [InlineData("lfence", "F{LFence}")]
    [InlineData("sfence", "F{SFence}")]
    public void Accesses_and_fences(string code, params string[] expected) => Assert.Equal(expected, AssemblyTests.Lower("X86_64", "x=0", code));

    [Theory]
    [InlineData("MOV [x],$1", "Wx=1")]
    [InlineData("MOV EAX,[x]", "EAX=Rx")]
    [InlineData("mov ebx,eax", "EBX=EAX")]
    [InlineData("XCHG [x],EAX", "%t0=Rx{ReadModifyWrite}", "Wx=EAX{ReadModifyWrite}!", "EAX=%t0")]
    [InlineData("LOCK INC [x]", "%t0=Rx{ReadModifyWrite}", "%t1=Add(%t0,1)", "%t2=ZeroExtend(%t1,32)", "Wx=%t2{ReadModifyWrite}!")]
    public void In_32_bit_tests_the_destination_is_first(string code, params string[] expected) => Assert.Equal(expected, AssemblyTests.Lower("X86", "x=0", code));

    [Theory]
    [InlineData("xchgl %eax,(x)", "%t0=Rx{ReadModifyWrite}", "Wx=rax{ReadModifyWrite}!", "rax=%t0")]
    [InlineData("xchgl (x),%eax", "%t0=Rx{ReadModifyWrite}", "Wx=rax{ReadModifyWrite}!", "rax=%t0")]
    [InlineData("lock orl $4,(x)", "%t0=Rx{ReadModifyWrite}", "%t1=Or(%t0,4)", "Wx=%t1{ReadModifyWrite}!")]
    [InlineData("orl $4,(x)", "%t0=Rx", "%t1=Or(%t0,4)", "Wx=%t1")]
    [InlineData(
        "lock xaddl %ebx,(x)",
        "%t1=Rx{ReadModifyWrite}", "%t0=%t1", "%t2=Add(%t1,rbx)", "%t3=ZeroExtend(%t2,32)", "Wx=%t3{ReadModifyWrite}!", "rbx=%t0")]
    [InlineData(
        "lock cmpxchgl %ebx,(x)",
        "%t0=Rx{ReadModifyWrite}", "%t1=Equal(%t0,rax)", "pick %t1 goto 5", "rax=%t0", "goto 6", "Wx=rbx{ReadModifyWrite}!")]
    public void Updates_are_atomic_with_lock_only(string code, params string[] expected) => Assert.Equal(expected, AssemblyTests.Lower("X86_64", "x=0", code));

    [Theory]
    [InlineData("cmpl $0,%eax ; je L ; L: nop", "%t0=Equal(rax,0)", "if %t0 goto 2")]
    [InlineData("testl %eax,%eax ; jne L ; L: nop", "%t0=And(rax,rax)", "%t1=Equal(%t0,0)", "%t2=Equal(%t1,0)", "if %t2 goto 4")]
    [InlineData("L: jmp L", "goto 0")]
    public void Branches(string code, params string[] expected) => Assert.Equal(expected, AssemblyTests.Lower("X86_64", "", code));

    [Theory]
    [InlineData(1, 1, "e ae ns no be ge le")]
    [InlineData(1, 2, "ne b s no be l le")]
    [InlineData(2, 1, "ne ae ns no a ge g")]
    [InlineData(-1, 1, "ne ae s no a l le")]
    [InlineData(int.MinValue, 1, "ne ae ns o a l le")]
    [InlineData(int.MaxValue, -1, "ne b s o be ge g")]
    public void Conditions_after_a_comparison(int left, int right, string expected)
    {
        string[] all = ["e", "ne", "b", "ae", "s", "ns", "o", "no", "a", "be", "ge", "l", "g", "le"];
        string[] holding = expected.Split(' ');
        foreach (string condition in all)
        {
            string code = $"movl ${left},%eax ; movl ${right},%ebx ; cmpl %ebx,%eax ; set{condition} %cl";
            string state = AssemblyTests.Run("X86_64", "", code, "0:rcx");
            Assert.Equal((condition, holding.Contains(condition) ? "0:rcx=1;" : "0:rcx=0;"), (condition, state));
        }
    }

    [Theory]
    [InlineData("movl $1,%eax ; negl %eax", "0:rax=-1;")]
    [InlineData("movl $1,%eax ; notl %eax", "0:rax=-2;")]
    [InlineData("movl $5,%eax ; subl $7,%eax", "0:rax=-2;")]
    [InlineData("movl $5,%eax ; shl 2,%eax", "0:rax=20;")]
    [InlineData("movl $-8,%eax ; sarl $1,%eax", "0:rax=-4;")]
    [InlineData("movl $258,%eax ; movb $7,%al", "0:rax=263;")]
    [InlineData("movl $258,%eax ; movb $7,%ah", "0:rax=1794;")]
    [InlineData("movl $3,%eax ; movl $4,%ebx ; cmpl %ebx,%eax ; cmovl %ebx,%eax", "0:rax=4;")]
    [InlineData("movl $3,%eax ; movl $4,%ebx ; xchgl %ebx,%eax", "0:rax=4;")]
    [InlineData("movl $3,%eax ; xaddl %eax,%eax", "0:rax=3;")]
    public void Arithmetic(string code, string expected) => Assert.Equal(expected, AssemblyTests.Run("X86_64", "", code, "0:rax"));

    [Theory]
    [InlineData("3", "0:rax=3; 0:rcx=1; [x]=9;")]
    [InlineData("4", "0:rax=3; 0:rcx=0; [x]=3;")]
    public void Compare_exchange_writes_only_what_it_expected(string expected, string state) => Assert.Equal(
        state,
        AssemblyTests.Run("X86_64", "x=3", $"movl ${expected},%eax ; movl $9,%ebx ; lock cmpxchgl %ebx,(x) ; sete %cl", "0:rax;0:rcx;x"));

    [Theory]
    [InlineData("paddd %xmm0,%xmm1", "t.litmus:4:9: found \"xmm0\", expected a register, such as %eax")]
    [InlineData("cpuid", "t.litmus:4:2: the instruction cpuid is not modelled here")]
    [InlineData("lock movl $1,(x)", "t.litmus:4:2: LOCK in front of movl, expected an instruction that reads and writes memory")]
    [InlineData("lock incl %eax", "t.litmus:4:2: LOCK incl of a register, expected an address")]
    [InlineData("movl (x),(y)", "t.litmus:4:2: movl has two addresses, expected at most one")]
    [InlineData("movl $1", "t.litmus:4:2: movl has 1 operands, expected 2")]
    [InlineData("jmp nowhere", "t.litmus:4:2: the label nowhere is not defined in this thread")]
    [InlineData("movl (x,%eax", "t.litmus:4:9: found \",\", expected \")\"")]
    public void What_is_not_modelled_is_named_with_its_place(string code, string expected) => Assert.Equal(expected, AssemblyTests.Error("X86_64", "x=0", code));
}
