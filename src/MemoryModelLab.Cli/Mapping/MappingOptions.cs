using System.CommandLine;
using MemoryModelLab.Cli.Verbs;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>The options of <c>mml check --mapping</c>.</summary>
internal sealed class MappingOptions
{
    private const int MostTests = 1_000_000;

    private readonly Option<bool> mapping = new("--mapping")
    {
        Description = "Verify, outcome by outcome, that the code .NET emits for x64 and Arm64 keeps what the .NET model promises (C# tests; all of ./litmus without a path)",
    };

    private readonly Option<int> generated = new("--generated") { Description = "With --mapping: so many generated tests too, of 2 to 4 threads" };

    private readonly Option<bool> freedom = new("--freedom") { Description = "With --mapping: list the outcomes that the .NET model allows and no processor shows" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[mapping, generated, freedom]) command.Options.Add(option);
    }

    /// <summary>Whether the check is asked for.</summary>
    /// <exception cref="UsageException">Only an option of it is.</exception>
    public bool AreAsked(ParseResult parsed)
    {
        bool asked = parsed.GetValue(mapping);
        if (!asked && (parsed.GetValue(freedom) || parsed.GetResult(generated) is not null)) throw new UsageException("--generated and --freedom go with --mapping");
        return asked;
    }

    /// <summary>Does it.</summary>
    public ExitCode Run(ParseResult parsed, CommonOptions common, CancellationToken cancellation)
    {
        int count = parsed.GetValue(generated);
        if (count is < 0 or > MostTests) throw new UsageException($"--generated {count}: expected a number from 1 to {MostTests}");
        return MappingRun.Run(
            parsed.GetValue(common.Paths)!, count, common.ModelChoice(parsed), parsed.GetValue(freedom), parsed.GetValue(common.Json),
            common.CheckOptions(parsed), cancellation);
    }
}
