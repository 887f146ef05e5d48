namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>The machine code that crossgen2 makes of the threads of all tests of an assembly, in one run of it.</summary>
internal sealed class ReadyToRunCode
{
    private readonly ReadyToRunImage image;
    private readonly Func<PlainTest, PlainBody, IReadOnlyList<MachineInstruction>> read;
    private readonly ReadyToRunMaps? maps;
    private readonly string? withoutMaps;

    private ReadyToRunCode(ReadyToRunImage image, TargetProcessor processor)
    {
        this.image = image;
        read = processor == TargetProcessor.Arm64 ? new Arm64Listing(image).Read : ReadX64;
        try
        {
            maps = image.ReadMaps();
        }
        catch (BadImageFormatException e)
        {
            withoutMaps = e.Message;
        }
    }

    /// <summary>The code of the tests in <paramref name="assembly"/>.</summary>
    /// <exception cref="NotSupportedException">This machine has no crossgen2, or it fails.</exception>
    public static IReadOnlyList<MachineTest> Compile(PlainAssembly assembly, MachineCodeOptions options, CancellationToken cancellation)
    {
        if (assembly.Tests.All(test => test is null)) return [.. assembly.Problems.Select(problem => new MachineTest([], problem))];
        using var image = ReadyToRunImage.Compile(assembly.Image, options, cancellation);
        var code = new ReadyToRunCode(image, options.Target);
        return [.. assembly.Tests.Select((test, index) => MachineTest.Of(assembly, index, thread => code.Read(test!, test!.Threads[thread])))];
    }

    private MachineBody Read(PlainTest test, PlainBody body)
    {
        IReadOnlyList<MachineInstruction> instructions = read(test, body);
        if (maps is null) return new MachineBody(body, instructions) { WithoutStatements = withoutMaps };
        (int address, byte[] code) = image.CodeOf(test.ClassName, body.Name);
        try
        {
            return new MachineBody(body, StatementMap.Apply(instructions, body, maps.Of(address, code.Length)));
        }
        catch (BadImageFormatException e)
        {
            return new MachineBody(body, instructions) { WithoutStatements = e.Message };
        }
    }

    private IReadOnlyList<MachineInstruction> ReadX64(PlainTest test, PlainBody body)
    {
        (int address, byte[] code) = image.CodeOf(test.ClassName, body.Name);
        return new X64Code(code, (ulong)address, at => image.CellAt((int)at), at => image.CellAt((int)at), _ => null).Decode();
    }
}
