using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.Native.Arm;

namespace MemoryModelLab.Hardware.Tests.Native.Arm;

/// <summary>A test that runs ARM64 code in an emulator, where there is one: one processor after another, so it says nothing of their order.</summary>
public sealed class EmulatedFactAttribute : FactAttribute
{
    public EmulatedFactAttribute() => Skip = EmulatedProcess.Emulator is null ? "no qemu-aarch64 on this machine (Debian's package qemu-user-static)" : null;
}

/// <summary>Tests that run ARM64 code in an emulator, where there is one.</summary>
public sealed class EmulatedTheoryAttribute : TheoryAttribute
{
    public EmulatedTheoryAttribute() => Skip = new EmulatedFactAttribute().Skip;
}

/// <summary>
/// A process of one page of code and one region of data, which calls functions one after another and writes its data out at the end (ELF for the Arm 64-bit
/// architecture; Linux's system calls write 64 and exit 93).
/// </summary>
internal static class EmulatedProcess
{
    /// <summary>Where the data lies; the code lies before it.</summary>
    public const ulong Data = 0x80_0000;

    private const ulong Start = 0x40_0000;
    private const int Header = 64 + 56;

    /// <summary>The emulator's path; null where there is none.</summary>
    public static string? Emulator { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "qemu-aarch64-static"), Path.Combine(folder, "qemu-aarch64")])
        .FirstOrDefault(File.Exists);

    /// <summary>The data after each of <paramref name="calls"/> was made, with two arguments, one after another.</summary>
    public static byte[] Run(byte[] data, params (byte[] Code, ulong First, ulong Second)[] calls)
    {
        // Marks in registers that belong to the caller are stored behind the data; whoever loses them is found out.
        var code = new List<uint>();
        code.AddRange(AArch64Words.Constant(19, 19));
        code.AddRange(AArch64Words.Constant(28, 28));
        var callSites = new List<int>();
        foreach ((_, ulong first, ulong second) in calls)
        {
            code.AddRange(AArch64Words.Constant(0, first));
            code.AddRange(AArch64Words.Constant(1, second));
            callSites.Add(code.Count);
            code.Add(0);
        }

        code.AddRange(AArch64Words.Constant(1, Data + (ulong)data.Length));
        code.AddRange([AArch64Words.Store(19, 1, 0), AArch64Words.Store(28, 1, 8), AArch64Words.Store(AArch64Words.StackPointer, 1, 16)]);
        code.AddRange([.. AArch64Words.Constant(0, 1), .. AArch64Words.Constant(1, Data), .. AArch64Words.Constant(2, (ulong)data.Length + 16), .. AArch64Words.Constant(8, 64), 0xD4000001]);
        code.AddRange([.. AArch64Words.Constant(0, 0), .. AArch64Words.Constant(8, 93), 0xD4000001]);
        foreach ((int site, byte[] function) in callSites.Zip(calls.Select(call => call.Code)))
        {
            code[site] = 0x94000000 | (uint)(code.Count - site);
            code.AddRange(MemoryMarshal.Cast<byte, uint>(function).ToArray());
        }

        byte[] output = Emulate(Elf(MemoryMarshal.AsBytes<uint>(code.ToArray()), data));
        Assert.Equal(data.Length + 16, output.Length);
        Assert.Equal((19UL, 28UL), (BinaryPrimitives.ReadUInt64LittleEndian(output.AsSpan(data.Length)), BinaryPrimitives.ReadUInt64LittleEndian(output.AsSpan(data.Length + 8))));
        return output[..data.Length];
    }

    private static byte[] Elf(ReadOnlySpan<byte> code, byte[] data)
    {
        byte[] file = new byte[(int)(Data - Start) + data.Length + 64];
        ((byte[])[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(file, 0);
        Span<byte> header = file;
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], 183);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], Start + Header);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1);

        // One segment, loaded from the file's start, that may be read, written and run.
        Span<byte> segment = header[64..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 7);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], Start);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], Start);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x1000);
        code.CopyTo(header[Header..]);
        data.CopyTo(file, (int)(Data - Start));
        return file;
    }

    private static byte[] Emulate(byte[] elf)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllBytes(path, elf);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            using Process process = Process.Start(new ProcessStartInfo(Emulator!, [path]) { RedirectStandardOutput = true })!;
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output.ToArray();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
