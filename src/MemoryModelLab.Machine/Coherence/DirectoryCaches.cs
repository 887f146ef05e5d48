using System.Globalization;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// Private caches and a directory beside memory. Every message is sent in one step and arrives in another; caches and directory do what the
/// tables of a <see cref="DirectoryProtocol"/> say.
/// </summary>
public sealed class DirectoryCaches : IMemorySystem
{
    private readonly DirectoryProtocol protocol;
    private readonly CacheGeometry geometry;
    private readonly CacheArray caches;
    private readonly CacheController controller;
    private readonly DirectoryController directory;
    private readonly Network network;
    private readonly int cores;

    /// <summary>Claims the components of <paramref name="cores"/> caches, the directory, and the network.</summary>
    public DirectoryCaches(DirectoryProtocol protocol, CacheGeometry geometry, Layout layout, int cores, int mostValue, int capacity)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(layout);
        (this.protocol, this.geometry, this.cores) = (protocol, geometry, cores);
        caches = new CacheArray(protocol.Cache, geometry, layout, cores, mostValue);
        network = new Network(layout, capacity, cores, geometry.Lines, geometry.CellsPerLine, mostValue, protocol.IsOrdered);
        controller = new CacheController(protocol.Cache, caches, network, layout);
        directory = new DirectoryController(protocol.Directory, caches, network, layout);
    }

    /// <inheritdoc/>
    public string Name => protocol.Name;

    /// <inheritdoc/>
    public string Hub => "directory";

    /// <inheritdoc/>
    public bool CellsAreIndependent => false;

    /// <inheritdoc/>
    public bool LinesAreIndependent => geometry.HoldsAll;

    /// <inheritdoc/>
    public int LineOf(int cell) => geometry.LineOf(cell);

    /// <inheritdoc/>
    public int LineOfMessage(ReadOnlySpan<int> state, int message) =>
        message < network.Count(state) ? network[state, message].Line : (message - network.Count(state)) % geometry.Lines;

    /// <inheritdoc/>
    public bool IsOutgrown => network.IsOutgrown;

    /// <inheritdoc/>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public void Start(Span<int> state, ReadOnlySpan<int> initial)
    {
        caches.Start(state, initial);
        controller.Start(state);
        directory.Start(state);
    }

    /// <inheritdoc/>
    public Access Reach(Span<int> state, int core, int cell, bool forWrite, out string? detail)
    {
        int line = geometry.LineOf(cell), own = caches[state, core, line], wish = forWrite ? controller.Store : controller.Load;
        detail = null;
        if (own == 0 && caches.IsFull(state, core, line)) return Access.Waiting;
        switch (controller.React(state, core, line, wish, default, []))
        {
            case Reaction.Undefined:
                return UndefinedInCache(state, core, line, controller.NameOf(wish, default));
            case Reaction.Stall:
                return Access.Waiting;
            case Reaction.Nothing:
                return Access.Ready;
            default:
                detail = controller.Wish(own, wish);
                return Access.Requested;
        }
    }

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<int> state, int core, int cell) => caches.ReadCopy(state, core, cell);

    /// <inheritdoc/>
    public bool Holds(ReadOnlySpan<int> state, int core, int cell) => caches[state, core, geometry.LineOf(cell)] != 0;

    /// <inheritdoc/>
    public bool IsCurrent(ReadOnlySpan<int> state, int core, int cell) => Read(state, core, cell) == caches.ReadLatest(state, cell);

    /// <inheritdoc/>
    public void Write(Span<int> state, int core, int cell, int value)
    {
        caches.WriteCopy(state, core, cell, value);
        caches.WriteLatest(state, cell, value);
    }

    /// <inheritdoc/>
    public int Messages(ReadOnlySpan<int> state) => network.Count(state) + (cores * geometry.Lines);

    /// <inheritdoc/>
    public Access Deliver(Span<int> state, int message, out Step step)
    {
        int underWay = network.Count(state);
        return message < underWay ? Arrive(state, message, out step) : Evict(state, message - underWay, out step);
    }

    /// <inheritdoc/>
    public bool IsQuiet(ReadOnlySpan<int> state)
    {
        if (network.Count(state) > 0) return false;
        for (int i = 0; i < cores * geometry.Lines; i++)
        {
            if (controller.IsTransient(caches[state, i / geometry.Lines, i % geometry.Lines])) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public int Final(ReadOnlySpan<int> state, int cell)
    {
        int owner = directory.OwnerOf(state, geometry.LineOf(cell));
        return owner < cores ? caches.ReadCopy(state, owner, cell) : caches.ReadMemory(state, cell);
    }

    /// <inheritdoc/>
    public void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore, ReadOnlySpan<int> newValue)
    {
        caches.Rename(state, renamed, newCore, newValue);
        controller.Rename(state, renamed, newCore);
        directory.Rename(state, renamed, newCore);
        network.Rename(state, renamed, newCore, newValue);
    }

    /// <inheritdoc/>
    public IEnumerable<Part> Describe(int[] state, Func<int, string> nameOf, Func<int, string> print)
    {
        foreach (Part part in caches.Describe(state, nameOf, print)) yield return part;
        IEnumerable<string> known = Enumerable.Range(0, geometry.Lines).Select(
            line => $"{directory.StateOf(state, line)}[{caches.DescribeMemory(state, line, nameOf, print)}]");
        yield return new Part("directory", string.Join(' ', known));
        IEnumerable<string> messages = Enumerable.Range(0, network.Count(state)).Select(number => network[state, number]).Select(
            message => $"{Message.NameOf(message.Kind)} {Place(message.From)}→{Place(message.To)}");
        yield return new Part("under way", string.Join(", ", messages));
    }

    /// <inheritdoc/>
    public string? Violation(ReadOnlySpan<int> state) => caches.Violation(state) ?? (IsQuiet(state) ? Disagreement(state) : null);

    /// <summary>While nothing is under way the directory knows who has a line, and memory what no one has for himself.</summary>
    private string? Disagreement(ReadOnlySpan<int> state)
    {
        for (int line = 0; line < geometry.Lines; line++)
        {
            int owner = directory.OwnerOf(state, line);
            if (owner < cores && caches[state, owner, line] == 0)
                return string.Create(CultureInfo.InvariantCulture, $"the directory knows: it takes P{owner} for the owner of a line that P{owner} has not");
            for (int core = 0; core < cores; core++)
            {
                if (caches[state, core, line] != 0 && core != owner && !directory.IsSharer(state, core, line))
                    return string.Create(CultureInfo.InvariantCulture, $"the directory knows: P{core} has a line in {protocol.Cache.States[caches[state, core, line]]}, and it does not know");
            }

            if (owner == cores && !caches.IsMemoryCurrent(state, line)) return "data value: no one owns a line, and memory has not what was last written to it";
        }

        return null;
    }

    private Access Arrive(Span<int> state, int number, out Step step)
    {
        Message message = network[state, number];
        int first = geometry.CellsOf(message.Line).Start.Value;
        step = new Step(StepKind.Message, message.To, 0, first, 0, Message.NameOf(message.Kind), message.From);
        if (!network.MayArrive(state, number)) return Access.Waiting;
        Span<int> cells = stackalloc int[geometry.CellsPerLine];
        state.Slice(network.CellsOf(number), geometry.CellsPerLine).CopyTo(cells);
        network.Remove(state, number);
        bool isAtDirectory = message.To == cores;
        int seen = isAtDirectory ? directory.EventOf(state, message) : controller.EventOf(state, message);
        Reaction reaction = isAtDirectory ? directory.React(state, seen, message, cells) : controller.React(state, message.To, message.Line, seen, message, cells);
        return reaction switch
        {
            Reaction.Stall => Access.Waiting,
            Reaction.Undefined when isAtDirectory => UndefinedAtDirectory(state, message.Line, directory.NameOf(seen, message.Kind)),
            Reaction.Undefined => UndefinedInCache(state, message.To, message.Line, controller.NameOf(seen, message.Kind)),
            _ => Access.Ready,
        };
    }

    private Access Evict(Span<int> state, int which, out Step step)
    {
        (int core, int line) = Math.DivRem(which, geometry.Lines);
        step = new Step(StepKind.Evict, core, 0, geometry.CellsOf(line).Start.Value, 0);
        if (caches[state, core, line] == 0 || !caches.IsFull(state, core, line)) return Access.Waiting;
        return controller.React(state, core, line, controller.Evict, default, []) switch
        {
            Reaction.Undefined => UndefinedInCache(state, core, line, "evict"),
            Reaction.Stall => Access.Waiting,
            _ => Access.Requested,
        };
    }

    private Access UndefinedInCache(ReadOnlySpan<int> state, int core, int line, string seen)
    {
        string own = protocol.Cache.States[caches[state, core, line]];
        Fault = string.Create(CultureInfo.InvariantCulture, $"missing transition: the cache of P{core} has line {line} in {own} and sees {seen}, which {Name} says cannot happen");
        return Access.Undefined;
    }

    private Access UndefinedAtDirectory(ReadOnlySpan<int> state, int line, string seen)
    {
        Fault = string.Create(CultureInfo.InvariantCulture, $"missing transition: the directory has line {line} in {directory.StateOf(state, line)} and sees {seen}, which {Name} says cannot happen");
        return Access.Undefined;
    }

    private string Place(int participant) => participant == cores ? "directory" : string.Create(CultureInfo.InvariantCulture, $"P{participant}");
}
