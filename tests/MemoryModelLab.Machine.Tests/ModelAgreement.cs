using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Machine.Tests;

/// <summary>A machine and the axiomatic model it implements, asked about the same test.</summary>
internal static class ModelAgreement
{
    private static readonly CheckOptions Bounds = new() { TimeLimit = TimeSpan.FromSeconds(20) };

    // The model sc, like herd7's, does not order the halves of an atomic instruction, so it lets two exchanges read from each other.
    private static readonly MemoryModel Sequential = MemoryModel.FromText(
        "sc", "\"SC\"\nacyclic po | data | rmw | com as sc\nempty rmw & (fre; coe) as atomic\n");

    /// <summary>The model that a machine implements.</summary>
    public static MemoryModel ModelOf(MachineOptions options) => options.OutOfOrder ? MemoryModel.BuiltIn("arm64") : options.Buffers switch
    {
        BufferKind.None => Sequential,
        BufferKind.Tso => MemoryModel.BuiltIn("x86-tso"),
        _ => MemoryModel.BuiltIn("pso"),
    };

    /// <summary>
    /// What is wrong, in a sentence; null when both reach the same states, or, where a loop ends the model's search at its bound, the machine
    /// reaches all that the model found. Out of order, C# may reach less.
    /// </summary>
    public static string? Compare(LitmusProgram program, MachineOptions options, out bool isExact)
    {
        isExact = false;
        LitmusProgram executable = Simulation.Executable(program, options);
        SimulationResult machine = Simulation.Explore(program, options);
        CheckResult model = ModelChecker.Check(executable, ModelOf(options), Bounds);
        string name = $"{program.Test.Name} ({(options.OutOfOrder ? "out of order" : options.Buffers)}, {options.Protocol})";
        if (!machine.IsComplete) return $"{name}: the machine was not explored to its end after {machine.MachineStates} states: {machine.Violation}";
        string[] reached = [.. machine.States.Select(state => state.Text)], allowed = [.. model.States.Select(state => state.Text)];
        string[] missing = [.. allowed.Except(reached)], extra = [.. reached.Except(allowed)];
        isExact = model.Complete && !model.LoopBoundReached;
        // A dependency that the compiler of C# may cancel is no order in the language; the machine executes the code in which it was kept.
        bool mayMiss = options.OutOfOrder && program.Architecture == Architecture.CSharp;
        isExact &= !mayMiss || missing.Length == 0;
        if ((missing.Length == 0 || mayMiss) && (extra.Length == 0 || (!isExact && !mayMiss))) return null;
        return $"{name}: allowed and not reached [{string.Join(" | ", missing)}], reached and not allowed [{string.Join(" | ", extra)}]";
    }

    /// <summary>Reads a test.</summary>
    public static LitmusProgram Read(string path) => LitmusLowering.Lower(LitmusParser.Parse(File.ReadAllText(path), path));

    /// <summary>Reads a test's text.</summary>
    public static LitmusProgram Parse(string text) => LitmusLowering.Lower(LitmusParser.Parse(text, "test.litmus"));

    /// <summary>The folder <c>litmus</c> of this checkout.</summary>
    public static string Folder { get; } = FindFolder();

    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MemoryModelLab.sln"))) return Path.Combine(folder.FullName, "litmus");
        }

        throw new DirectoryNotFoundException($"no MemoryModelLab.sln above {AppContext.BaseDirectory}");
    }
}
