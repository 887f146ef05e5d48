using System.CommandLine;
using System.CommandLine.Parsing;
using MemoryModelLab.Cli;
using MemoryModelLab.Cli.Verbs;
using MemoryModelLab.Hardware.Campaigns;
using MemoryModelLab.Litmus;

OwnProcess.EndWithStarter();
using var interrupt = new Interrupt();
using IDisposable? limit = FileSizeLimit.Take();
try
{
    ParseResult parsed = MmlCommand.Create().Parse(args);
    string[] faults = [.. MmlCommand.Faults(parsed)];
    if (faults.Length > 0) return Refuse(string.Join(Environment.NewLine + "mml: ", faults), $"{Named(parsed.CommandResult)} --help");

    int code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, interrupt.Token).ConfigureAwait(false);
    return interrupt.Token.IsCancellationRequested ? (int)ExitCode.Interrupted : code;
}
catch (Exception e) when (e is UsageException or LitmusException or ResultsFileException)
{
    return Refuse(e.Message, "mml list, mml --help");
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
    return Refuse(e.Message, "mml --help");
}
#pragma warning disable CA1031 // the last line of defence: a stack trace never reaches a user
catch (Exception e)
#pragma warning restore CA1031
{
    Console.Error.WriteLine($"mml: internal error: {e.GetType().Name}: {e.Message}");
    Console.Error.WriteLine("Please report it with the command and the files that led here.");
    return (int)ExitCode.Internal;
}

static string Named(CommandResult command) => command.Parent is CommandResult { } outer ? $"{Named(outer)} {command.Command.Name}" : "mml";

static int Refuse(string message, string next)
{
    Console.Error.WriteLine($"mml: {message}");
    Console.Error.WriteLine($"Next: {next}");
    return (int)ExitCode.Usage;
}
