using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

/// <summary>A test that reads the x64 code of this process.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class X64FactAttribute : FactAttribute
{
    public X64FactAttribute()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) Skip = "this process is not x64";
    }
}

/// <summary>A test of several cases that runs crossgen2.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CrossgenTheoryAttribute : TheoryAttribute
{
    public CrossgenTheoryAttribute()
    {
        if (Crossgen.Find() is null) Skip = Crossgen.HowToGet;
    }
}

/// <summary>A test that runs crossgen2.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CrossgenFactAttribute : FactAttribute
{
    public CrossgenFactAttribute()
    {
        if (Crossgen.Find() is null) Skip = Crossgen.HowToGet;
    }
}
