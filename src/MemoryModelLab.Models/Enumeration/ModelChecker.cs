using System.Diagnostics;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>Asks a memory model about a test: every final state it allows, and whether the test's condition holds.</summary>
public static class ModelChecker
{
    /// <summary>Checks <paramref name="program"/> under <paramref name="model"/>.</summary>
    /// <exception cref="OperationCanceledException">Never: a cancelled check answers what it found, not complete.</exception>
    /// <exception cref="MemoryModelLab.Litmus.LitmusException">The model's program has an error.</exception>
    public static CheckResult Check(LitmusProgram program, MemoryModel model, CheckOptions? options = null, CancellationToken cancellation = default) =>
        CheckCompiled(model.Compile(program), model, options, cancellation);

    private static CheckResult CheckCompiled(LitmusProgram program, MemoryModel model, CheckOptions? options, CancellationToken cancellation) =>
        Check(program, new ModelInstance(model, program.Architecture), options, null, cancellation);

    internal static CheckResult Check(
        LitmusProgram program, ModelInstance model, CheckOptions? options = null, CheckRun.ExecutionVisitor? visitor = null,
        CancellationToken cancellation = default)
    {
        options ??= new CheckOptions();
        long start = Stopwatch.GetTimestamp();
        using CancellationTokenSource? limit = options.TimeLimit is { } time ? CancellationTokenSource.CreateLinkedTokenSource(cancellation) : null;
        limit?.CancelAfter(options.TimeLimit!.Value);
        var run = new CheckRun(program, model, options, limit?.Token ?? cancellation, visitor);
        run.Run();
        return run.Result(Stopwatch.GetElapsedTime(start));
    }
}
