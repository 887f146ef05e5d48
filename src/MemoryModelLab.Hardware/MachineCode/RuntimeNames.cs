using System.Buffers.Binary;
using System.Reflection;
using Microsoft.Diagnostics.Runtime;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>The names of the runtime's code in this process.</summary>
internal sealed class RuntimeNames
{
    // An entry point that is a stub jumps through a cell, which at first leads to the stub's second half, behind this jump.
    private const ulong JumpLength = 6;

    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly ClrRuntime runtime;
    private readonly IDataReader memory;
    private readonly Dictionary<ulong, string> methods = [];

    public RuntimeNames(ClrRuntime runtime)
    {
        this.runtime = runtime;
        memory = runtime.DataTarget.DataReader;
        Assembly core = typeof(object).Assembly;
        Type?[] types = [typeof(Monitor), typeof(Lock), typeof(Interlocked), core.GetType("System.ThrowHelper"), typeof(ArgumentNullException), typeof(Thread), typeof(Volatile)];
        foreach (Type? type in types)
        {
            foreach (MethodInfo method in type?.GetMethods(All) ?? [])
            {
                if (!method.ContainsGenericParameters) Add($"{type!.FullName}.{method.Name}", method);
            }
        }
    }

    /// <summary>The name of the code at <paramref name="address"/>; null when it is not known.</summary>
    public string? NameOf(ulong address) => runtime.GetJitHelperFunctionName(address)
        ?? methods.GetValueOrDefault(address)
        ?? (runtime.GetMethodByInstructionPointer(address) is { Type.Name: { } type, Name: { } name } method && method.NativeCode == address ? $"{type}.{name}" : null);

    /// <summary>The name of the code whose address the cell at <paramref name="address"/> holds.</summary>
    public string? NameOfCell(ulong address) => memory.ReadPointer(address, out ulong target) ? NameOf(target) : null;

    // Where a stub leads that begins with JMP [RIP + n], FF 25 n: to the code itself, once it is known.
    private ulong? JumpTarget(ulong entry)
    {
        Span<byte> jump = stackalloc byte[(int)JumpLength];
        if (memory.Read(entry, jump) != jump.Length || jump is not [0xFF, 0x25, ..]) return null;
        ulong cell = entry + JumpLength + (ulong)BinaryPrimitives.ReadInt32LittleEndian(jump[2..]);
        return memory.ReadPointer(cell, out ulong target) && target != 0 ? target : null;
    }

    private void Add(string name, MethodInfo method)
    {
        RuntimeMethodHandle handle = method.MethodHandle;
        ulong entry = (ulong)handle.GetFunctionPointer();
        methods.TryAdd(entry, name);
        methods.TryAdd(entry + JumpLength, name);
        if (JumpTarget(entry) is { } target) methods.TryAdd(target, name);
        if (runtime.GetMethodByHandle((ulong)handle.Value) is { NativeCode: not 0 and not ulong.MaxValue and var code }) methods.TryAdd(code, name);
    }
}
