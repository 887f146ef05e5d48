using MemoryModelLab.Hardware.Native.Arm;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.Tests.Native.Arm;

/// <summary>
/// The words are put together by hand from the fields in the Arm ARM's tables (C4.1, C6.2), and are what GNU as makes of the same lines.
/// </summary>
public class AArch64EncoderTests
{
    [Theory]
    [InlineData("NOP", 0xD503201F)]
    [InlineData("ISB", 0xD5033FDF)]
    [InlineData("DMB SY", 0xD5033FBF)]
    [InlineData("DMB ISH", 0xD5033BBF)]
    [InlineData("DMB LD", 0xD5033DBF)]
    [InlineData("DMB ST", 0xD5033EBF)]
    [InlineData("DMB ISHLD", 0xD50339BF)]
    [InlineData("DSB SY", 0xD5033F9F)]
    [InlineData("DSB ISHST", 0xD5033A9F)]
    [InlineData("MOV W0,#1", 0x52800020)]
    [InlineData("MOV X2,#65535", 0xD29FFFE2)]
    [InlineData("MOV W3,#-1", 0x12800003)]
    [InlineData("MOV W4,W5", 0x2A0503E4)]
    [InlineData("MOV X6,X7", 0xAA0703E6)]
    [InlineData("LDR W0,[X1]", 0xB9400020)]
    [InlineData("LDR X0,[X1]", 0xF9400020)]
    [InlineData("STR W2,[X3]", 0xB9000062)]
    [InlineData("STR X30,[SP]", 0xF90003FE)]
    [InlineData("LDR W0,[X1,#4]", 0xB9400420)]
    [InlineData("STR X2,[X3,#16]", 0xF9000862)]
    [InlineData("LDR W0,[X1,#-4]", 0xB85FC020)]
    [InlineData("LDRB W0,[X1]", 0x39400020)]
    [InlineData("STRH W0,[X1]", 0x79000020)]
    [InlineData("LDR W2,[X1,W9,SXTW]", 0xB869C822)]
    [InlineData("STR W2,[X3,W9,SXTW]", 0xB829C862)]
    [InlineData("LDR W2,[X1,W9,UXTW #2]", 0xB8695822)]
    [InlineData("LDR X2,[X1,X9]", 0xF8696822)]
    [InlineData("LDR X2,[X1,X9,LSL #3]", 0xF8697822)]
    [InlineData("LDAR W0,[X3]", 0x88DFFC60)]
    [InlineData("LDAR X0,[X3]", 0xC8DFFC60)]
    [InlineData("LDARB W0,[X3]", 0x08DFFC60)]
    [InlineData("STLR W2,[X3]", 0x889FFC62)]
    [InlineData("STLR X2,[X3]", 0xC89FFC62)]
    [InlineData("LDAPR W2,[X1]", 0xB8BFC022)]
    [InlineData("LDAPR X2,[X1]", 0xF8BFC022)]
    [InlineData("LDXR W0,[X1]", 0x885F7C20)]
    [InlineData("LDAXR W4,[X3]", 0x885FFC64)]
    [InlineData("STXR W4,W2,[X1]", 0x88047C22)]
    [InlineData("STLXR W5,W0,[X3]", 0x8805FC60)]
    [InlineData("STLXR W5,X0,[X3]", 0xC805FC60)]
    [InlineData("SWP W0,W2,[X1]", 0xB8208022)]
    [InlineData("SWPA W4,W0,[X3]", 0xB8A48060)]
    [InlineData("SWPL W2,W4,[X3]", 0xB8628064)]
    [InlineData("SWPAL W0,W4,[X1]", 0xB8E08024)]
    [InlineData("SWPAL X0,X4,[X1]", 0xF8E08024)]
    [InlineData("LDADD W0,W2,[X1]", 0xB8200022)]
    [InlineData("LDADDAL W0,W2,[X1]", 0xB8E00022)]
    [InlineData("LDSETA X0,X2,[X1]", 0xF8A03022)]
    [InlineData("LDCLRL W0,W2,[X1]", 0xB8601022)]
    [InlineData("LDEOR W0,W2,[X1]", 0xB8202022)]
    [InlineData("LDUMAX W0,W2,[X1]", 0xB8206022)]
    [InlineData("STADD W0,[X1]", 0xB820003F)]
    [InlineData("CAS W0,W2,[X1]", 0x88A07C22)]
    [InlineData("CASA W0,W2,[X1]", 0x88E07C22)]
    [InlineData("CASL W0,W2,[X1]", 0x88A0FC22)]
    [InlineData("CASAL X0,X2,[X1]", 0xC8E0FC22)]
    [InlineData("EOR W9,W0,W0", 0x4A000009)]
    [InlineData("EOR X9,X0,X0", 0xCA000009)]
    [InlineData("AND W1,W2,W3", 0x0A030041)]
    [InlineData("ORR X1,X2,X3", 0xAA030041)]
    [InlineData("ADD W2,W2,#1", 0x11000442)]
    [InlineData("ADD X2,X3,X4", 0x8B040062)]
    [InlineData("SUB W2,W2,#4095", 0x513FFC42)]
    [InlineData("SUBS W2,W2,#1", 0x71000442)]
    [InlineData("CMP W0,#1", 0x7100041F)]
    [InlineData("CMP X0,X1", 0xEB01001F)]
    [InlineData("RET", 0xD65F03C0)]
    public void Instructions_have_the_words_of_the_manual(string instruction, uint word) => Assert.Equal(word, Assert.Single(Encode(instruction)));

    [Fact]
    public void Branches_count_instructions_to_their_labels() =>
        Assert.Equal([0x35000000U, 0xB4000060U, 0x17FFFFFEU, 0x54000021U, 0x54FFFF80U, 0xD65F03C0U], Encode("L: CBNZ W0,L ;\nCBZ X0,M ;\nB L ;\nB.NE M ;\nM: B.EQ L ;\nRET"));

    [Theory]
    [InlineData("LDR W0,[X1],#4")]
    [InlineData("LDR W0,[X1,#3000000]")]
    [InlineData("ADD W0,W1,#4096")]
    [InlineData("MOV X0,#65536")]
    [InlineData("LDP W0,W1,[X2]")]
    public void What_has_no_encoding_here_is_named(string instruction) => Assert.Throws<NotSupportedException>(() => Encode(instruction));

    [Fact]
    public void All_classic_tests_are_encoded()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !Directory.Exists(Path.Combine(folder, "litmus", "classic", "aarch64"))) folder = Path.GetDirectoryName(folder);
        string[] files = Directory.GetFiles(Path.Combine(folder!, "litmus", "classic", "aarch64"), "*.litmus");
        Assert.True(files.Length > 50);
        foreach (string file in files)
        {
            foreach (ThreadBody thread in LitmusParser.Parse(File.ReadAllText(file), file).Threads) Assert.All(Encode((AssemblyThread)thread), word => Assert.NotEqual(0U, word));
        }
    }

    private static uint[] Encode(string rows) =>
        Encode((AssemblyThread)LitmusParser.Parse($"AArch64 T\n{{ }}\nP0 ;\n{rows} ;\nexists (true)\n", "t.litmus").Threads[0]);

    private static uint[] Encode(AssemblyThread thread)
    {
        var labels = new Dictionary<string, int>();
        var instructions = new List<AssemblyInstruction>();
        foreach (AssemblyLine line in thread.Lines)
        {
            foreach (string label in line.Labels) labels[label] = instructions.Count;
            if (line.Instruction is { } instruction) instructions.Add(instruction);
        }

        return [.. instructions.Select((instruction, number) => AArch64Encoder.Encode(instruction, label => labels[label] - number))];
    }
}
