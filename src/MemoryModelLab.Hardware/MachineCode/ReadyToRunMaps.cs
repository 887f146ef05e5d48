using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// The maps from machine code to IL of a ReadyToRun image. It keeps them for debuggers, in an array by the number of a method's entry in the
/// table of all functions; methods with equal maps share one, which stands so many bytes before as the element says.
/// </summary>
internal sealed class ReadyToRunMaps
{
    private readonly NativeArray maps;
    private readonly Dictionary<int, int> functions = [];

    /// <summary>The maps of <paramref name="image"/>, code for <paramref name="processor"/>.</summary>
    /// <exception cref="BadImageFormatException">It has none, or in a form that is not known.</exception>
    public ReadyToRunMaps(PEReader image, TargetProcessor processor)
    {
        var header = new ReadyToRunHeader(image);
        if (header.MajorVersion != NativeToIlMap.Version) throw new BadImageFormatException($"the image has version {header.MajorVersion} of the format, and {NativeToIlMap.Version} is known");
        maps = new NativeArray(header.Read(ReadyToRunSection.DebugInfo));

        // An entry is where the function begins, on x64 where it ends, and where it is told how to unwind it.
        int entryBytes = processor == TargetProcessor.X64 ? 12 : 8;
        BlobReader table = header.Read(ReadyToRunSection.RuntimeFunctions);
        for (int i = 0; i < table.Length / entryBytes; i++)
        {
            table.Offset = i * entryBytes;
            functions[table.ReadInt32()] = i;
        }
    }

    /// <summary>The map of the method whose code is at <paramref name="address"/>.</summary>
    /// <exception cref="BadImageFormatException">It has none, or one that cannot be read.</exception>
    public IReadOnlyList<(int Start, int End, int IlOffset)> Of(int address, int codeBytes)
    {
        if (!functions.TryGetValue(address, out int function) || !maps.TryRead(function, out BlobReader element)) throw new BadImageFormatException("the image has no map of this method");
        int at = element.Offset;
        int back = (int)NativeArray.ReadUnsigned(ref element);
        if (back != 0) element.Offset = at - back;
        IReadOnlyList<(int Start, int End, int IlOffset)> map = NativeToIlMap.Read(element, codeBytes);
        return map.Count > 0 ? map : throw new BadImageFormatException("the image's map of this method is empty");
    }
}
