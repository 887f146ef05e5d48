using System.CommandLine;
using MemoryModelLab.Cli;
using MemoryModelLab.Cli.Verbs;
using MemoryModelLab.Litmus;

RootCommand root = new("""
    Litmus tests under memory models and on this machine's cores.

      mml run litmus/classic                      run a folder on this machine and judge every outcome
      mml check SB.litmus --model sc,x86-tso      what two models allow, without running
      mml check MP.litmus --cat my-model.cat      a model of your own, in the cat language
      mml explain MP.litmus                       what a test is about
      mml doctor                                  what this machine can do
    """);
root.Subcommands.Add(RunVerb.Create());
root.Subcommands.Add(CheckVerb.Create());
root.Subcommands.Add(ListVerb.Create());
root.Subcommands.Add(ExplainVerb.Create());
root.Subcommands.Add(DoctorVerb.Create());

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};

try
{
    ParseResult parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors) Console.Error.WriteLine($"mml: {error.Message}");
        Console.Error.WriteLine("Next: mml --help");
        return (int)ExitCode.Usage;
    }

    int code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, interrupt.Token).ConfigureAwait(false);
    return interrupt.IsCancellationRequested ? (int)ExitCode.Interrupted : code;
}
catch (Exception e) when (e is UsageException or LitmusException)
{
    Console.Error.WriteLine($"mml: {e.Message}");
    return (int)ExitCode.Usage;
}
catch (OperationCanceledException)
{
    return (int)ExitCode.Interrupted;
}
catch (IOException) when (Output.IsClosed)
{
    return (int)ExitCode.Pass; // the reader of our output had enough
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"mml: {e.Message}");
    return (int)ExitCode.Usage;
}
#pragma warning disable CA1031 // the last line of defence: a stack trace never reaches a user
catch (Exception e)
#pragma warning restore CA1031
{
    Console.Error.WriteLine($"mml: internal error: {e.GetType().Name}: {e.Message}");
    Console.Error.WriteLine("Please report it with the command and the files that led here.");
    return (int)ExitCode.Internal;
}
