using System.Globalization;
using System.Reflection.PortableExecutable;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// What crossgen2 made of the threads: an image with the code, its map (which symbol lies at which address), and the JIT's listing.
/// Calls out of the image go through cells of it, which the runtime fills; the map names what each is for.
/// </summary>
internal sealed class ReadyToRunImage : IDisposable
{
    private readonly PEReader image;
    private readonly Dictionary<string, (int Address, int Length)> methods = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> cells = [];

    private readonly TargetProcessor processor;

    private ReadyToRunImage(byte[] bytes, TargetProcessor processor, IEnumerable<string> map, string listing)
    {
        this.processor = processor;
        image = new PEReader(new MemoryStream(bytes));
        Listing = listing;
        foreach (string line in map.Skip(1)) Read(line);
    }

    /// <summary>The JIT's listing of all methods.</summary>
    public string Listing { get; }

    /// <summary>Compiles <paramref name="assembly"/> for what <paramref name="options"/> say.</summary>
    /// <exception cref="NotSupportedException">This machine has no such compiler, or it fails.</exception>
    public static ReadyToRunImage Compile(byte[] assembly, MachineCodeOptions options, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mml-");
        try
        {
            Compile(folder, PlainAssembly.Name, assembly, options, cancellation);
            return new ReadyToRunImage(
                File.ReadAllBytes(Path.Combine(folder.FullName, "native.dll")),
                options.Target,
                File.ReadLines(Path.Combine(folder.FullName, "native.map.csv")),
                File.ReadAllText(Path.Combine(folder.FullName, "listing")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Compiles an assembly called <paramref name="name"/> into <paramref name="folder"/>, with its map and its listing; gives the image's path.</summary>
    /// <exception cref="NotSupportedException">This machine has no such compiler, or it fails.</exception>
    public static string Compile(DirectoryInfo folder, string name, byte[] assembly, MachineCodeOptions options, CancellationToken cancellation)
    {
        File.WriteAllBytes(Path.Combine(folder.FullName, $"{name}.dll"), assembly);
        Crossgen.Run(folder.FullName, [$"{name}.dll", .. Arguments(options, Path.Combine(folder.FullName, "listing"))], cancellation);
        return Path.Combine(folder.FullName, "native.dll");
    }

    /// <summary>The code of a method of class <paramref name="type"/>, and its address in the image.</summary>
    public (int Address, byte[] Code) CodeOf(string type, string method)
    {
        (int address, int length) = methods.TryGetValue($"{PlainAssembly.Name}_{type}__{method}", out (int, int) found)
            ? found
            : throw new NotSupportedException($"crossgen2 did not compile {method}");
        return (address, [.. image.GetSectionData(address).GetContent(0, length)]);
    }

    /// <summary>The maps from its code to IL.</summary>
    /// <exception cref="BadImageFormatException">It has none, or in a form that is not known.</exception>
    public ReadyToRunMaps ReadMaps() => new(image, processor);

    /// <summary>What the cell at <paramref name="address"/> of the image is for; null when there is none.</summary>
    public string? CellAt(int address) => cells.GetValueOrDefault(address);

    /// <inheritdoc/>
    public void Dispose() => image.Dispose();

    private static IEnumerable<string> Arguments(MachineCodeOptions options, string listing)
    {
        string core = Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "System.Private.CoreLib.dll");
        yield return "--out:native.dll";
        yield return $"--reference:{core}";
        yield return "--targetos:linux";
        yield return options.Target == TargetProcessor.Arm64 ? "--targetarch:arm64" : "--targetarch:x64";
        yield return "-O";
        if (options.Mode == JitMode.Tier1)
        {
            // As the JIT at run time, it may look into the core library: Interlocked.Increment is then an instruction, not a call.
            yield return "--inputbubble";
            yield return $"--inputbubbleref:{core}";
        }

        if (options.Target == TargetProcessor.Arm64) yield return options.BaseInstructionsOnly ? "--instruction-set:-lse,-rcpc" : "--instruction-set:lse,rcpc";
        yield return "--map";
        yield return "--mapcsv";
        yield return "--parallelism:1";
        yield return "--codegenopt:JitDisasm=P*";
        yield return $"--codegenopt:JitStdOutFile={listing}";
    }

    // "0x000107E0,28,0,.text,jx_T0__P1,MethodWithGCInfo": address, length, relocations, section, symbol (which may have commas), kind. The
    // cells of a section, but for its first, have no length and no kind: "0x00031908,,,.data,,DelayLoadHelperImport(…) -> …".
    private void Read(string line)
    {
        string[] parts = line.Split(',', 5);
        if (parts.Length < 5 || !int.TryParse(parts[0].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int address)) return;
        bool isCell = parts[1].Length == 0;
        int end = isCell ? 0 : parts[4].LastIndexOf(',');
        string symbol = isCell ? parts[4].TrimStart(',') : parts[4][..end];
        if (!isCell && parts[4][(end + 1)..] == "MethodWithGCInfo") methods[symbol] = (address, int.Parse(parts[1], CultureInfo.InvariantCulture));
        else if (parts[3] == ".data" && symbol.Contains("->", StringComparison.Ordinal)) cells[address] = RuntimeCalls.NameOfCell(symbol);
    }
}
