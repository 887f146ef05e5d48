namespace MemoryModelLab.Litmus.Tests.Dialects;

public sealed class AArch64LoweringTests
{
    [Theory]
    [InlineData("LDR W0,[X1]", "X0=R[X1]")]
    [InlineData("STR W0,[X1]", "W[X1]=X0")]
    [InlineData("LDAR W0,[X1]", "X0=R[X1]{Acquire}")]
    [InlineData("LDAPR W0,[X1]", "X0=R[X1]{AcquirePc}")]
    [InlineData("STLR W0,[X1]", "W[X1]=X0{Release}")]
    [InlineData("STR WZR,[X1]", "W[X1]=0")]
    [InlineData("LDR WZR,[X1]", "%t0=R[X1]")]
    [InlineData("ldr w0,[x1]", "X0=R[X1]")]
    [InlineData("LDRB W0,[X1]", "%t0=R[X1]", "%t1=ZeroExtend(%t0,8)", "X0=%t1")]
    [InlineData("LDRSH W0,[X1]", "%t0=R[X1]", "%t1=ZeroExtend(%t0,16)", "%t2=SignExtend(%t1,16)", "%t3=ZeroExtend(%t2,32)", "X0=%t3")]
    [InlineData("STRH W0,[X1]", "%t0=ZeroExtend(X0,16)", "W[X1]=%t0")]
    public void Accesses(string code, params string[] expected) => Assert.Equal(expected, AssemblyTests.Lower("AArch64", "0:X1=x", code));

    [Theory]
    [InlineData("LDR W0,[X1,W2,SXTW]", "%t0=SignExtend(X2,32)", "%t1=Add(X1,%t0)", "X0=R[%t1]")]
    [InlineData("LDR W0,[X1,W2,UXTW #2]", "%t0=ShiftLeft(X2,2)", "%t1=Add(X1,%t0)", "X0=R[%t1]")]
    [InlineData("LDR W0,[X1,X2]", "%t0=Add(X1,X2)", "X0=R[%t0]")]
    [InlineData("LDR W0,[X1,X2,LSL #3]", "%t0=ShiftLeft(X2,3)", "%t1=Add(X1,%t0)", "X0=R[%t1]")]
    [InlineData("LDR W0,[X1,#4]", "%t0=Add(X1,4)", "X0=R[%t0]")]
    [InlineData("LDR W0,[X1,#4]!", "%t0=Add(X1,4)", "X1=%t0", "X0=R[%t0]")]
    [InlineData("LDR W0,[X1],#4", "X0=R[X1]", "X1=Add(X1,4)")]
    [InlineData("LDP W0,W2,[X1]", "%t0=Add(X1,4)", "%t1=R[X1]", "%t2=R[%t0]", "X0=%t1", "X2=%t2")]
    [InlineData("STP X0,X2,[X1]", "%t0=Add(X1,8)", "W[X1]=X0", "W[%t0]=X2")]
    public void Addresses(string code, params string[] expected) => Assert.Equal(expected, AssemblyTests.Lower("AArch64", "0:X1=x", code));

    [Fact]
    public void An_exclusive_pair_may_fail_and_its_status_depends_on_nothing() => Assert.Equal(
        ["X0=R[X1]{Exclusive}", "%t0=1", "%t1=?", "pick %t1 goto 6", "assume %t0", "W[X1]=X2{Release, Exclusive}!", "%t0=0", "X3=%t1"],
        AssemblyTests.Lower("AArch64", "0:X1=x", "LDXR W0,[X1] ; STLXR W3,W2,[X1]"));

    [Theory]
    [InlineData("SWP W0,W2,[X1]", "%t0=R[X1]{ReadModifyWrite}", "W[X1]=X0{ReadModifyWrite}!", "X2=%t0")]
    [InlineData("SWPAL W0,W2,[X1]", "%t0=R[X1]{Acquire, ReadModifyWrite}", "W[X1]=X0{Release, ReadModifyWrite}!", "X2=%t0")]
    [InlineData("LDADD W0,W2,[X1]", "%t0=R[X1]{ReadModifyWrite}", "%t1=Add(%t0,X0)", "%t2=ZeroExtend(%t1,32)", "W[X1]=%t2{ReadModifyWrite}!", "X2=%t0")]
    [InlineData("LDEORL W0,W2,[X1]", "%t0=R[X1]{ReadModifyWrite}", "%t1=Xor(%t0,X0)", "W[X1]=%t1{Release, ReadModifyWrite}!", "X2=%t0")]
    [InlineData("LDCLR W0,W2,[X1]", "%t0=R[X1]{ReadModifyWrite}", "%t1=Xor(X0,-1)", "%t2=And(%t0,%t1)", "W[X1]=%t2{ReadModifyWrite}!", "X2=%t0")]
    public void Atomics(string code, params string[] expected) => Assert.Equal(expected, AssemblyTests.Lower("AArch64", "0:X1=x", code));

    [Theory]
    [InlineData("STSET W0,[X1]", "%t0=R[X1]{NoReturn, ReadModifyWrite}", "%t1=Or(%t0,X0)", "W[X1]=%t1{ReadModifyWrite}!")]
    [InlineData("SWPA W0,WZR,[X1]", "%t0=R[X1]{NoReturn, ReadModifyWrite}", "W[X1]=X0{ReadModifyWrite}!")]
    public void An_atomic_that_returns_nothing_is_no_acquire(string code, params string[] expected) =>
        Assert.Equal(expected, AssemblyTests.Lower("AArch64", "0:X1=x", code));

    // The two things the architecture leaves open: what a failed CAS writes, and whether a successful one writes its register.
    [Fact]
    public void Compare_and_swap_has_four_ends() => Assert.Equal(
        [
            "%t0=R[X1]{Acquire, ReadModifyWrite}", "%t1=Equal(%t0,X0)", "%t2=?", "pick %t1 goto 8",
            "pick %t2 goto 6", "W[X1]=%t0{ReadModifyWrite}!", "X0=%t0", "goto 13",
            "W[X1]=X2{ReadModifyWrite}!", "pick %t2 goto 12", "X0=%t0", "goto 13", "X0=X0",
        ],
        AssemblyTests.Lower("AArch64", "0:X1=x", "CASA W0,W2,[X1]"));

    [Theory]
    [InlineData("DMB SY", "F{DmbSy}")]
    [InlineData("DMB ISHLD", "F{DmbLd, DomainIsh}")]
    [InlineData("DMB OSHST", "F{DmbSt, DomainOsh}")]
    [InlineData("DSB NSH", "F{DsbSy, DomainNsh}")]
    [InlineData("DSB ST", "F{DsbSt}")]
    [InlineData("ISB", "F{Isb}")]
    public void Barriers(string code, params string[] expected) => Assert.Equal(expected, AssemblyTests.Lower("AArch64", "", code));

    [Theory]
    [InlineData("EOR W2,W0,W0", "X2=Xor(X0,X0)")]
    [InlineData("ADD W2,W0,#1", "%t0=Add(X0,1)", "X2=ZeroExtend(%t0,32)")]
    [InlineData("ADD X2,X0,#1", "X2=Add(X0,1)")]
    [InlineData("MOV W0,#1", "X0=1")]
    [InlineData("MOV W0,#-1", "X0=4294967295")]
    [InlineData("MOV W0,W2", "X0=X2")]
    public void A_32_bit_result_is_cut_only_where_it_may_overflow(string code, params string[] expected) =>
        Assert.Equal(expected, AssemblyTests.Lower("AArch64", "", code));

    [Fact]
    public void A_word_view_of_a_register_that_holds_more_is_cut() => Assert.Equal(
        ["%t0=ZeroExtend(X0,32)", "X2=And(%t0,1)"], AssemblyTests.Lower("AArch64", "0:X0=-1", "AND W2,W0,#1"));

    [Fact]
    public void A_word_load_is_cut_where_memory_holds_more() => Assert.Equal(
        ["%t0=R[X1]", "%t1=ZeroExtend(%t0,32)", "X0=%t1"], AssemblyTests.Lower("AArch64", "x=-1; 0:X1=x", "LDR W0,[X1]"));

    [Theory]
    [InlineData("CMP W0,#0 ; B.EQ L ; L: NOP", "%t0=Equal(X0,0)", "if %t0 goto 2")]
    [InlineData("CMP W0,W2 ; B.LT L ; L: NOP", "%t0=SignExtend(X0,32)", "%t1=SignExtend(X2,32)", "%t2=LessThan(%t0,%t1)", "%t3=%t2", "if %t3 goto 5")]
    [InlineData("CBZ W0,L ; L: NOP", "%t0=Equal(X0,0)", "if %t0 goto 2")]
    [InlineData("CBNZ W0,L ; L: NOP", "if X0 goto 1")]
    [InlineData("L: B L", "goto 0")]
    [InlineData("NOP ; ADD X0,X0,#1 ; CBNZ X0,.-4", "X0=Add(X0,1)", "if X0 goto 0")]
    public void Branches_are_one_comparison_and_one_branch(string code, params string[] expected) =>
        Assert.Equal(expected, AssemblyTests.Lower("AArch64", "", code).Take(expected.Length));

    [Fact]
    public void A_select_depends_on_what_it_chose_and_picks_by_its_condition() => Assert.Equal(
        ["%t0=Equal(X0,0)", "pick %t0 goto 4", "X2=X4", "goto 5", "X2=X3"],
        AssemblyTests.Lower("AArch64", "", "CMP W0,#0 ; CSEL W2,W3,W4,EQ"));

    [Theory]
    [InlineData("MOV W0,#-1 ; MOVK W0,#1,LSL #16", "0:X0=131071")]
    [InlineData("MOVN W0,#0", "0:X0=-1")]
    [InlineData("MOV W1,#1 ; CMP W1,#1 ; CCMP W1,#2,#4,EQ ; CSET W0,EQ", "0:X0=0")]
    [InlineData("MOV W1,#1 ; CMP W1,#0 ; CCMP W1,#2,#4,EQ ; CSET W0,EQ", "0:X0=1")]
    [InlineData("MOV W1,#1 ; CMP W1,#0 ; CCMP W1,#0,#9,EQ ; CSET W0,LT", "0:X0=0")]
    [InlineData("MOV W1,#1 ; CMP W1,#0 ; CCMP W1,#0,#8,EQ ; CSET W0,LT", "0:X0=1")]
    [InlineData("MOV W1,#6 ; NEG W0,W1,LSL #2", "0:X0=-24")]
    [InlineData("MOV W1,#12 ; MOV W2,#10 ; BIC W0,W1,W2", "0:X0=4")]
    [InlineData("MOV W1,#12 ; MVN W0,W1", "0:X0=-13")]
    [InlineData("MOV W1,#-7 ; ASR W0,W1,#1", "0:X0=-4")]
    [InlineData("MOV W1,#-7 ; LSR W0,W1,#28", "0:X0=15")]
    [InlineData("MOV W1,#33 ; MOV W2,#3 ; LSL W0,W2,W1", "0:X0=6")]
    [InlineData("MOV W1,#1 ; ROR W0,W1,#1", "0:X0=-2147483648")]
    [InlineData("MOV W1,#255 ; SXTB W0,W1", "0:X0=-1")]
    [InlineData("MOV W1,#-1 ; SXTW X0,W1 ; ADD X0,X0,#3", "0:X0=2")]
    [InlineData("MOV W1,#7 ; MOV W2,#-2 ; SDIV W0,W1,W2", "0:X0=-3")]
    [InlineData("MOV W1,#7 ; MOV W2,#3 ; MOV W3,#1 ; MSUB W0,W1,W2,W3", "0:X0=-20")]
    [InlineData("MOV W1,#-5 ; ABS W0,W1", "0:X0=5")]
    [InlineData("MOV W1,#258 ; REV W0,W1", "0:X0=33619968")]
    [InlineData("MOV W1,#3 ; RBIT W0,W1", "0:X0=-1073741824")]
    [InlineData("MOV W1,#258 ; REV16 W0,W1", "0:X0=513")]
    [InlineData("MOV W1,#-16 ; SBFX W0,W1,#4,#4", "0:X0=-1")]
    [InlineData("MOV W1,#-16 ; UBFX W0,W1,#4,#4", "0:X0=15")]
    [InlineData("MOV W0,#4 ; BL inc ; BL inc ; B end ; inc: ADD W0,W0,#1 ; RET ; end: NOP", "0:X0=6")]
    [InlineData("ADR X1,dec ; MOV W0,#4 ; BLR X1 ; BLR X1 ; B end ; dec: SUB W0,W0,#1 ; RET ; end: NOP", "0:X0=2")]
    [InlineData("MOV W0,#1 ; RET ; MOV W0,#2", "0:X0=1")]
    [InlineData("MOV W1,#240 ; UBFM W0,W1,#4,#7", "0:X0=15")]
    [InlineData("MOV W1,#128 ; SBFM W0,W1,#4,#7", "0:X0=-8")]
    [InlineData("MOV W1,#15 ; UBFM W0,W1,#24,#7", "0:X0=3840")]
    public void Arithmetic(string code, string expected) => Assert.Equal($"{expected};", AssemblyTests.Run("AArch64", "", code, "0:X0"));

    [Fact]
    public void A_register_prints_as_its_declared_type()
    {
        const string code = "MOVZ X0,#65535,LSL #48 ; MOV W1,#-1";
        Assert.Equal("0:X0=0; 0:X1=-1;", AssemblyTests.Run("AArch64", "", code, "0:X0;0:X1"));
        Assert.Equal("0:X0=18446462598732840960; 0:X1=4294967295;", AssemblyTests.Run("AArch64", "uint64_t 0:X0; uint32_t 0:X1", code, "0:X0;0:X1"));
        Assert.Equal("0:X0=-281474976710656; 0:X1=255;", AssemblyTests.Run("AArch64", "uint8_t 0:X1", code, "0:X0 int64_t;0:X1"));
    }

    [Theory]
    [InlineData(1, 1, "EQ CS PL VC LS GE LE")]
    [InlineData(1, 2, "NE CC MI VC LS LT LE")]
    [InlineData(2, 1, "NE CS PL VC HI GE GT")]
    [InlineData(-1, 1, "NE CS MI VC HI LT LE")]
    [InlineData(int.MinValue, 1, "NE CS PL VS HI LT LE")]
    [InlineData(int.MaxValue, -1, "NE CC MI VS LS GE GT")]
    public void Conditions_after_a_comparison(int left, int right, string expected)
    {
        string[] all = ["EQ", "NE", "CS", "CC", "MI", "PL", "VS", "VC", "HI", "LS", "GE", "LT", "GT", "LE"];
        string[] holding = expected.Split(' ');
        foreach (string condition in all)
        {
            string state = AssemblyTests.Run("AArch64", "", $"MOV W0,#{left} ; MOV W1,#{right} ; CMP W0,W1 ; CSET W2,{condition}", "0:X2");
            Assert.Equal((condition, holding.Contains(condition) ? "0:X2=1;" : "0:X2=0;"), (condition, state));
        }
    }

    [Theory]
    [InlineData("MOV W0,#-1 ; ADDS W1,W0,#1", "0011")]
    [InlineData("MOV W0,#2147483647 ; ADDS W1,W0,#1", "1100")]
    [InlineData("MOV W0,#-2 ; ANDS W1,W0,W0", "1000")]
    [InlineData("MOV W0,#5 ; CMN W0,#1", "0000")]
    [InlineData("TST W0,#1", "0010")]
    public void Flags_are_negative_overflow_zero_carry(string code, string expected)
    {
        string state = AssemblyTests.Run("AArch64", "", code + " ; CSET W5,MI ; CSET W6,VS ; CSET W7,EQ ; CSET W8,CS", "0:X5;0:X6;0:X7;0:X8");
        Assert.Equal($"0:X5={expected[0]}; 0:X6={expected[1]}; 0:X7={expected[2]}; 0:X8={expected[3]};", state);
    }

    [Theory]
    [InlineData(0, "0:X0=5; [x]=5;")]
    [InlineData(1, "0:X0=5; [x]=5;")]
    public void A_failed_compare_and_swap_changes_nothing_in_either_variant(uint choice, string expected) => Assert.Equal(
        expected, AssemblyTests.Run("AArch64", "x=5; 0:X1=x", "MOV W0,#4 ; MOV W2,#7 ; CAS W0,W2,[X1]", "0:X0;x", choice));

    [Theory]
    [InlineData("LDSMAX", -5, 3, "3")]
    [InlineData("LDSMIN", -5, 3, "-5")]
    [InlineData("LDUMAX", -5, 3, "-5")]
    [InlineData("LDUMIN", -5, 3, "3")]
    [InlineData("LDSET", 5, 3, "7")]
    [InlineData("LDCLR", 7, 3, "4")]
    public void Atomic_updates_compute(string mnemonic, int memory, int operand, string expected) => Assert.Equal(
        $"0:X2={memory}; [x]={expected};", AssemblyTests.Run("AArch64", $"x={memory}; 0:X1=x", $"MOV W0,#{operand} ; {mnemonic} W0,W2,[X1]", "0:X2;x"));

    [Theory]
    [InlineData("FADD S0,S1,S2", "t.litmus:4:2: the instruction FADD is not modelled here")]
    [InlineData("NOP ; ADR X0,L", "t.litmus:4:8: the label L is not defined in this thread")]
    [InlineData("NOP ; SVC #0", "t.litmus:4:8: the instruction SVC is not modelled here")]
    [InlineData("CBNZ W0,nowhere", "t.litmus:4:2: the label nowhere is not defined in this thread")]
    [InlineData("B .-8", "t.litmus:4:2: the target .-8 is no instruction of this thread")]
    [InlineData("L: NOP ; L: NOP", "t.litmus:4:11: the label L is defined twice in this thread")]
    [InlineData("DMB XX", "t.litmus:4:2: DMB needs a domain: SY, LD, ST, or one of ISH, OSH, NSH with LD, ST or nothing behind it")]
    [InlineData("LDR W0,[W1]", "t.litmus:4:2: the base of an address is W1, expected an X register")]
    [InlineData("LDR W0,[X1,W2]", "t.litmus:4:2: the offset W2 with LSL, expected SXTW or UXTW behind a W register")]
    [InlineData("ADD W0,W1", "t.litmus:4:2: ADD has 2 operands, expected ADD W0,W1,W2")]
    [InlineData("LSL W0,W1,#32", "t.litmus:4:2: the constant 32 is out of range, expected 0 to 31")]
    [InlineData("CSEL W0,W1,W2,XX", "t.litmus:4:2: operand 4 of CSEL is not a condition, expected one such as EQ")]
    public void What_is_not_modelled_is_named_with_its_place(string code, string expected) =>
        Assert.Equal(expected, AssemblyTests.Error("AArch64", "0:X1=x", code));
}
