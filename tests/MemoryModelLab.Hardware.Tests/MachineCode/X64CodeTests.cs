using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

public sealed class X64CodeTests
{
    private const ulong Address = 0x1000;

    // Encodings: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
    [Theory]
    [InlineData("C70701000000 C3", "movl $1,(%rdi)|ret")]
    [InlineData("8B06 8902 C3", "movl (%rsi),%eax|movl %eax,(%rdx)|ret")]
    [InlineData("F00FB13F C3", "lock cmpxchgl %edi,(%rdi)|ret")]
    [InlineData("F0830C2400 C3", "mfence|ret")]
    [InlineData("0FB607 C3", "movzbl (%rdi),%eax|ret")]
    [InlineData("833F00 74FB C3", "cmpl $0,(%rdi)|je L00|ret")]
    public void Bytes_become_instructions_of_litmus_tests(string bytes, string expected) =>
        Assert.Equal(expected, string.Join('|', Decode(bytes).Select(instruction => instruction.Code)));

    [Fact]
    public void What_is_not_reached_is_left_out()
    {
        // jmp +2; two bytes of nothing; ret
        IReadOnlyList<MachineInstruction> code = Decode("EB02 FFFF C3");
        Assert.Equal([0, 4], code.Select(instruction => instruction.Offset));
        Assert.Equal("L04", code[1].Label);
    }

    [Fact]
    public void A_call_is_shown_by_name()
    {
        MachineInstruction call = Decode("E8FB0F0000 C3")[0];
        Assert.Equal("helper", call.Calls);
        Assert.Null(call.Code);
        Assert.Contains("[helper]", call.Text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<MachineInstruction> Decode(string bytes) =>
        new X64Code(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)), Address, at => at == 0x2000 ? "helper" : null, _ => null, _ => null).Decode();
}
