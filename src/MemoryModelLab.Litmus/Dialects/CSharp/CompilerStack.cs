using System.Runtime.ExceptionServices;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Gives the compiler a stack that no test of permitted length can exhaust: it recurses with the source, and not every one of its
/// recursions is guarded. Short tests, which is to say real ones, need none and cost no thread.
/// </summary>
public static class CompilerStack
{
    // The compiler was seen to use up to some 2 KB a character of adversarial source ("while(x==1) while(x==1) …", "throw throw …").
    private const int NeedsNoThread = 256;
    private const int Size = 64 << 20;

    /// <summary>Runs <paramref name="action"/>, which compiles or examines <paramref name="test"/>.</summary>
    public static void Run(LitmusTest test, Action action)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(action);
        bool isShort = test.Threads.All(thread => thread is CSharpThreadBody body
            && body.Method.Text.Length <= NeedsNoThread && body.Declarations.All(declaration => declaration.Text.Length <= NeedsNoThread));
        if (isShort)
        {
            action();
            return;
        }

        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception) when (exception is LitmusException or NotSupportedException or OperationCanceledException)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            Size);
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
