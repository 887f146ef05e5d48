namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>The machine code that crossgen2 makes of the threads of all tests of an assembly, in one run of it.</summary>
internal static class ReadyToRunCode
{
    /// <summary>The code of the tests in <paramref name="assembly"/>.</summary>
    /// <exception cref="NotSupportedException">This machine has no crossgen2, or it fails.</exception>
    public static IReadOnlyList<MachineTest> Compile(PlainAssembly assembly, MachineCodeOptions options, CancellationToken cancellation)
    {
        using var image = ReadyToRunImage.Compile(assembly.Image, options, cancellation);
        Func<PlainTest, PlainBody, IReadOnlyList<MachineInstruction>> read = options.Target == TargetProcessor.Arm64 ? new Arm64Listing(image).Read : ReadX64;
        return [.. assembly.Tests.Select((test, index) => MachineTest.Of(assembly, index, thread => new MachineBody(test!.Threads[thread], read(test, test.Threads[thread]))))];

        IReadOnlyList<MachineInstruction> ReadX64(PlainTest test, PlainBody body)
        {
            (int address, byte[] code) = image.CodeOf(test.ClassName, body.Name);
            return new X64Code(code, (ulong)address, at => image.CellAt((int)at), at => image.CellAt((int)at), _ => null).Decode();
        }
    }
}
