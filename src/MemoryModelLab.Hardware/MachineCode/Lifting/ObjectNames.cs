namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>Names the objects that a test's threads allocate as the lowering of C# does: <c>Box</c>, <c>Box2</c>, … in the order of the threads.</summary>
internal sealed class ObjectNames
{
    private readonly HashSet<string> taken;
    private readonly List<string> before = [];
    private readonly List<string> current = [];

    /// <summary>Names that no object has: those of <paramref name="locations"/>.</summary>
    public ObjectNames(IEnumerable<string> locations) => taken = [.. locations];

    /// <summary>Begins a thread, or begins the same one again.</summary>
    public void BeginThread() => current.Clear();

    /// <summary>Ends a thread: its names are taken.</summary>
    public void EndThread() => before.AddRange(current);

    /// <summary>The name of the next object of class <paramref name="type"/>.</summary>
    public string Next(string type)
    {
        string name = type;
        for (int number = 2; taken.Contains(name) || before.Contains(name) || current.Contains(name); number++) name = $"{type}{number}";
        current.Add(name);
        return name;
    }
}
