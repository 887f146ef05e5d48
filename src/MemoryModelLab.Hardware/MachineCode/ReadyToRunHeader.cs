using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// The header of a ReadyToRun image: which version of the format it has, and where its sections are (dotnet/runtime,
/// docs/design/coreclr/botr/readytorun-format.md, "READYTORUN_HEADER").
/// </summary>
internal sealed class ReadyToRunHeader
{
    private const uint Signature = 0x00525452;

    private readonly PEReader image;
    private readonly Dictionary<ReadyToRunSection, (int Address, int Length)> sections = [];

    /// <summary>Reads the header of <paramref name="image"/>.</summary>
    /// <exception cref="BadImageFormatException">It has none.</exception>
    public ReadyToRunHeader(PEReader image)
    {
        this.image = image;
        int address = image.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.RelativeVirtualAddress ?? 0;
        BlobReader header = image.GetSectionData(address).GetReader();
        if (header.ReadUInt32() != Signature) throw new BadImageFormatException("the image is not ReadyToRun");
        MajorVersion = header.ReadUInt16();
        header.ReadUInt16();
        header.ReadUInt32();
        for (uint left = header.ReadUInt32(); left > 0; left--) sections[(ReadyToRunSection)header.ReadInt32()] = (header.ReadInt32(), header.ReadInt32());
    }

    /// <summary>The format's version; images of two major versions are read differently.</summary>
    public int MajorVersion { get; }

    /// <summary>The content of a section.</summary>
    /// <exception cref="BadImageFormatException">The image does not have it.</exception>
    public BlobReader Read(ReadyToRunSection section)
    {
        if (!sections.TryGetValue(section, out (int Address, int Length) place)) throw new BadImageFormatException($"the image has no section {section}");
        PEMemoryBlock block = image.GetSectionData(place.Address);
        return place.Length <= block.Length ? block.GetReader(0, place.Length) : throw new BadImageFormatException($"section {section} is cut off");
    }
}

/// <summary>The sections that are read, by their numbers in the header (dotnet/runtime, src/coreclr/inc/readytorun.h).</summary>
internal enum ReadyToRunSection
{
    /// <summary>Where each method's code begins.</summary>
    RuntimeFunctions = 102,

    /// <summary>Of each method the map from its code to its IL.</summary>
    DebugInfo = 105,
}
