namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A method of a rewritten program that is to be explored.</summary>
public sealed class ExplorationTest
{
    private readonly Lazy<Action> body;

    internal ExplorationTest(string name, Func<Action> make) => (Name, body) = (name, new Lazy<Action>(make));

    /// <summary>Its name, with its class and its arguments.</summary>
    public string Name { get; }

    /// <summary>What the program's first thread does.</summary>
    public Action Body => body.Value;
}
