using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Text;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Hardware.MachineCode.Lifting;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

public sealed class ReadyToRunMapsTests
{
    private const string Code = """
        static void P0(ref int x, ref int y)
        {
            x = 1;
            Volatile.Write(ref y, 2);
        }
        static void P1(ref int x, ref int y, ref int z)
        {
            int r0 = 0;
            while (Volatile.Read(ref y) == 0)
            {
                r0 += Volatile.Read(ref x);
            }
            int r1 = Volatile.Read(ref z);
        }
        """;

    private const string Condition = @"exists (1:r0=1 /\ 1:r1=0)";

    [CrossgenTheory]
    [InlineData(TargetProcessor.Arm64, JitMode.Tier1, false)]
    [InlineData(TargetProcessor.Arm64, JitMode.Tier1, true)]
    [InlineData(TargetProcessor.Arm64, JitMode.ReadyToRun, false)]
    [InlineData(TargetProcessor.X64, JitMode.ReadyToRun, false)]
    public void Every_access_stands_under_its_statement(TargetProcessor processor, JitMode mode, bool baseOnly)
    {
        MachineCodeResult result = MachineCodeTests.Compile(new MachineCodeOptions(processor, mode, baseOnly), Code, Condition);
        Assert.Null(result.Problem);
        Assert.All(result.WithoutStatements, Assert.Null);
        Assert.Equal([(5, "W x"), (6, "W y")], Accesses(result, 0));
        Assert.Equal([(11, "R y"), (13, "R x"), (15, "R z")], Accesses(result, 1).Distinct().Order());

        // A return is the compiler's, not the test's.
        Assert.All(result.Threads, thread => Assert.Null(thread[^1].Statement));
    }

    [CrossgenFact]
    public void The_map_of_an_image_is_that_of_the_compiler_at_run_time()
    {
        const string code = "static void P0(ref int x, ref int y) { int r0 = x; y = 1; Volatile.Write(ref x, 2); Interlocked.MemoryBarrier(); int r1 = y; }";
        MachineCodeResult ahead = Compile(JitMode.ReadyToRun), now = Compile(JitMode.Tier1);
        Assert.Equal(now.Threads[0].Select(Line), ahead.Threads[0].Select(Line));
        Assert.Equal(5, now.Threads[0].Select(instruction => instruction.Statement).OfType<Statement>().Distinct().Count());

        static MachineCodeResult Compile(JitMode mode) => MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.X64, mode), code, @"exists (0:r0=0 /\ 0:r1=0)");
        static (string, string?) Line(MachineInstruction instruction) => (instruction.Text, instruction.Statement?.Text);
    }

    [CrossgenFact]
    public void Images_of_another_version_and_addresses_of_no_method_have_no_map()
    {
        byte[] image = Image();
        int header = image.AsSpan().IndexOf(Encoding.ASCII.GetBytes("RTR\0"));
        var maps = new ReadyToRunMaps(new PEReader(new MemoryStream(image)), TargetProcessor.Arm64);
        Assert.Contains("no map", Assert.Throws<BadImageFormatException>(() => maps.Of(2, 8)).Message, StringComparison.Ordinal);

        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(header + 4), 17);
        Assert.Contains("version 17", Refused(image), StringComparison.Ordinal);
        image[header] = 0;
        Assert.Contains("not ReadyToRun", Refused(image), StringComparison.Ordinal);

        static string Refused(byte[] image) => Assert.Throws<BadImageFormatException>(() => new ReadyToRunMaps(new PEReader(new MemoryStream(image)), TargetProcessor.Arm64)).Message;
    }

    private static byte[] Image()
    {
        PlainAssembly assembly = PlainAssembly.Compile([MachineCodeTests.Program(Code, Condition)], JitMode.ReadyToRun);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mml-");
        try
        {
            return File.ReadAllBytes(ReadyToRunImage.Compile(folder, PlainAssembly.Name, assembly.Image, new MachineCodeOptions(TargetProcessor.Arm64), CancellationToken.None));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(int? Line, string Access)> Accesses(MachineCodeResult result, int thread) =>
        from mark in AccessMarks.Of(result, thread)
        orderby mark.Key
        select (result.Threads[thread].First(instruction => instruction.Offset == mark.Key).Statement?.Line, mark.Value.Split(',')[0]);
}
