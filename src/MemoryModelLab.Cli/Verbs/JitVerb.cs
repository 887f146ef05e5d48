using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Hardware.MachineCode.Lifting;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml jit</c>: the machine code of C# tests.</summary>
internal static class JitVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "C# tests: files, folders, or names of tests below ./litmus or that come with the tool", Arity = ArgumentArity.OneOrMore };
        var architecture = new Option<string>("--arch") { Description = "The processor: x64 or arm64", DefaultValueFactory = _ => "x64" };
        Option<bool> noLse = MachineCodeChoice.NoLseOption();
        Option<string> jit = MachineCodeChoice.JitOption();
        var lift = new Option<bool>("--lift") { Description = "Print the code as a litmus test of that processor instead" };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("jit", """
            The machine code .NET makes of a C# test, next to the statements it comes from.

              mml jit MP
              mml jit MP+volatile --arch arm64
              mml jit INC+interlocked --arch arm64 --no-lse
              mml jit MP --arch arm64 --lift > MP.arm64.litmus
            """);
        command.Arguments.Add(paths);
        foreach (Option option in (Option[])[architecture, noLse, jit, lift, json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            TextFile.Prepare("--json", parsed.GetValue(json));
            MachineCodeOptions options = MachineCodeChoice.Options("--arch", parsed.GetValue(architecture)!, parsed.GetValue(jit)!, parsed.GetValue(noLse));
            return Task.FromResult((int)Run(parsed.GetValue(paths)!, options, parsed.GetValue(lift), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static ExitCode Run(string[] names, MachineCodeOptions options, bool lift, string? json, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = TestFiles.Find(names);
        bool single = TestFiles.IsSingle(names, files);
        var tests = new List<(string File, LitmusProgram Program)>();
        bool failed = false;
        foreach (string file in files)
        {
            try
            {
                (LitmusTest test, LitmusProgram program) = TestFiles.Load(file);
                if (test.Architecture == Architecture.CSharp) tests.Add((file, program));
                else if (single) return Refuse($"{test.Name} is {test.Architecture}: only C# is compiled");
            }
            catch (LitmusException e)
            {
                Console.Error.WriteLine($"mml: {e.Message}");
                failed = true;
            }
        }

        if (tests.Count == 0 && !failed) throw new UsageException($"{string.Join(' ', names)}: no C# test");
        IReadOnlyList<MachineCodeResult> results = [];
        try
        {
            if (tests.Count > 0) results = MachineCodeCompiler.Compile([.. tests.Select(test => test.Program)], options, cancellation);
        }
        catch (NotSupportedException e)
        {
            return Refuse(e.Message);
        }

        var entries = new List<JsonMachineCode.Entry>();
        bool problems = false;
        foreach (((string file, _), MachineCodeResult result) in tests.Zip(results))
        {
            cancellation.ThrowIfCancellationRequested();
            (LiftedTest? lifted, string? notLifted) = lift || json is not null ? Lift(result) : (null, null);
            if (json is not null) entries.Add(JsonMachineCode.Of(file, result, lifted, notLifted));
            if ((result.Problem ?? (lift ? notLifted : null)) is { } problem)
            {
                Console.Error.WriteLine($"mml: {file}: {problem}");
                problems = true;
            }
            else if (json != "-")
            {
                if (lift) Output.Line(lifted!.Text.TrimEnd());
                else MachineCodeListing.Print(file, result, Output.Text);
            }
        }

        if (json is not null) JsonMachineCode.Write(json, entries);

        if (tests.Count == 0)
        {
            Console.Error.WriteLine("Next: correct what is said above, or see a test that compiles: mml jit MP");
            return ExitCode.Usage;
        }

        // What is lifted may be piped into a file: then a test, and nothing behind it.
        string next = $"Next: mml check {tests[0].File} --as-compiled {MachineCodeChoice.NameOf(options.Target)}";
        if (lift || json == "-") Console.Error.WriteLine(next);
        else Output.Line(next);
        Output.Flush();
        return failed ? ExitCode.Usage : problems && single ? ExitCode.Unsupported : ExitCode.Pass;
    }

    private static (LiftedTest? Lifted, string? Problem) Lift(MachineCodeResult result)
    {
        try
        {
            return (TestLifter.Lift(result), null);
        }
        catch (Exception e) when (e is NotSupportedException or LitmusException)
        {
            return (null, e.Message);
        }
    }

    private static ExitCode Refuse(string reason)
    {
        Console.Error.WriteLine($"mml: {reason}");
        Console.Error.WriteLine("Next: mml doctor");
        return ExitCode.Unsupported;
    }
}
