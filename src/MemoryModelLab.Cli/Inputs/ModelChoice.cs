using System.Runtime.InteropServices;
using MemoryModelLab.Litmus;
using MemoryModelLab.Models;
using TestArchitecture = MemoryModelLab.Litmus.Architecture;

namespace MemoryModelLab.Cli.Inputs;

/// <summary>The models a command asks: those named, those in files, or the ones that make sense for the test's dialect.</summary>
internal sealed class ModelChoice
{
    private static readonly Dictionary<TestArchitecture, string[]> Usual = new()
    {
        [TestArchitecture.X86] = ["sc", "x86-tso"],
        [TestArchitecture.X86_64] = ["sc", "x86-tso"],
        [TestArchitecture.AArch64] = ["sc", "arm64"],
        [TestArchitecture.C] = ["sc", "rc11"],
        [TestArchitecture.CSharp] = ["sc", "x86-tso", "arm64", "dotnet"],
    };

    private readonly List<MemoryModel> chosen = [];
    private readonly Dictionary<string, MemoryModel> builtIn = [];

    /// <summary>Loads the models that were named.</summary>
    /// <param name="names">Names of built-in models, each perhaps several joined by commas.</param>
    /// <param name="files">Paths of cat files.</param>
    /// <exception cref="UsageException">There is no such model.</exception>
    public ModelChoice(IEnumerable<string> names, IEnumerable<string> files)
    {
        foreach (string name in names.SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))) chosen.Add(BuiltIn(name));
        foreach (string file in files) chosen.Add(MemoryModel.FromFile(file));
    }

    /// <summary>The model of this machine's processor; null when the lab has none for it.</summary>
    public static string? HostModel => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 or System.Runtime.InteropServices.Architecture.X86 => "x86-tso",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => null,
    };

    /// <summary>The models given as files, in order.</summary>
    public IReadOnlyList<MemoryModel> Chosen => chosen;

    /// <summary>The models to ask about a test of <paramref name="architecture"/>.</summary>
    public IReadOnlyList<MemoryModel> For(TestArchitecture architecture) => chosen.Count > 0 ? chosen : [.. Usual[architecture].Select(BuiltIn)];

    /// <summary>These models, or the two named when none was chosen.</summary>
    /// <exception cref="UsageException">There is no such model.</exception>
    public ModelChoice OrElse(string first, string second)
    {
        MemoryModel[] named = [ByName(first), ByName(second)];
        if (chosen.Count == 0) chosen.AddRange(named);
        return this;
    }

    /// <summary>The model called <paramref name="name"/>: one given as a file, or one that comes with the lab.</summary>
    /// <exception cref="UsageException">There is no such model.</exception>
    public MemoryModel ByName(string name) => chosen.Find(m => m.Name == name) ?? BuiltIn(name);

    /// <summary>A model that comes with the lab.</summary>
    /// <exception cref="UsageException">There is no such model.</exception>
    public MemoryModel BuiltIn(string name)
    {
        lock (builtIn)
        {
            if (builtIn.TryGetValue(name, out MemoryModel? model)) return model;
            if (!MemoryModel.BuiltInNames.Contains(name))
            {
                string hint = Suggestion.For(name, MemoryModel.BuiltInNames);
                throw new UsageException($"no model is called '{name}'{hint} (there are {string.Join(", ", MemoryModel.BuiltInNames)}; --cat takes one from a file)");
            }

            return builtIn[name] = MemoryModel.BuiltIn(name);
        }
    }
}
