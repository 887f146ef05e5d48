using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Verbs;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Hardware.MachineCode.Lifting;

namespace MemoryModelLab.Cli.Reports;

/// <summary>The JSON form of machine code; <c>docs/cli.md</c> describes it.</summary>
internal static class JsonMachineCode
{
    /// <summary>Writes the code of tests.</summary>
    public static void Write(string path, IEnumerable<Entry> tests) =>
        TextFile.Write(path, JsonSerializer.Serialize(new Document("mml/jit/1", [.. tests]), MachineCodeContext.Default.Document) + "\n");

    /// <summary>A test's code as it is written.</summary>
    public static Entry Of(string file, MachineCodeResult result, LiftedTest? lifted, string? notLifted) => new(
        file,
        result.Program.Test.Name,
        MachineCodeChoice.NameOf(result.Options.Target),
        result.Options.Mode.Name(),
        result.Problem,
        [.. result.Threads.Select((thread, index) => Thread(result, index))],
        result.WithoutStatements.FirstOrDefault(reason => reason is not null),
        lifted?.Text,
        lifted?.Effects,
        result.Problem is null ? notLifted : null);

    private static Instruction[] Thread(MachineCodeResult result, int thread)
    {
        IReadOnlyDictionary<int, string> marks = AccessMarks.Of(result, thread);
        return [.. result.Threads[thread].Select(i => new Instruction(i.Offset, i.Text, i.Label, marks.GetValueOrDefault(i.Offset), i.Calls, i.Statement?.Line, i.Statement?.LastLine, i.Statement?.Text))];
    }

    internal sealed record Document(string Schema, IReadOnlyList<Entry> Tests);

    internal sealed record Entry(
        string File, string Name, string Processor, string Mode, string? Problem, IReadOnlyList<IReadOnlyList<Instruction>> Threads,
        string? WithoutLines, string? Lifted, IReadOnlyList<string>? Effects, string? NotLifted);

    internal sealed record Instruction(int Offset, string Text, string? Label, string? Memory, string? Calls, int? Line, int? LastLine, string? Statement);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonMachineCode.Document))]
internal sealed partial class MachineCodeContext : JsonSerializerContext;
