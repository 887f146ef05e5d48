using System.Runtime.InteropServices;

namespace MemoryModelLab.Hardware.Tests.Native;

/// <summary>A test that runs x86-64 code, where the processor is one.</summary>
public sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute() => Skip = NativeTheoryAttribute.Reason;
}

/// <summary>Tests that run x86-64 code, where the processor is one.</summary>
public sealed class NativeTheoryAttribute : TheoryAttribute
{
    public NativeTheoryAttribute() => Skip = Reason;

    internal static string? Reason => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? null : "this machine does not run x86-64 code";
}
