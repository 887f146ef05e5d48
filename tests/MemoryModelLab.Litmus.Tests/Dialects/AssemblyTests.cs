using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Litmus.Tests.Programs;

namespace MemoryModelLab.Litmus.Tests.Dialects;

/// <summary>Writes assembly tests of one thread and reads what they lower to and end in.</summary>
internal static class AssemblyTests
{
    public const string File = "t.litmus";

    /// <summary>A test of one thread; instructions are separated by semicolons.</summary>
    public static LitmusTest Parse(string architecture, string init, string code, string final = "exists (true)") =>
        LitmusParser.Parse($"{architecture} T\n{{ {init} }}\n P0 ;\n {code} ;\n{final}\n", File);

    /// <summary>The ops of the thread.</summary>
    public static string[] Lower(string architecture, string init, string code) =>
        OpText.Show(LitmusLowering.Lower(Parse(architecture, init, code)), 0);

    /// <summary>The state that the thread ends in.</summary>
    /// <param name="architecture">The first word of the file.</param>
    /// <param name="init">The initial state.</param>
    /// <param name="code">The thread.</param>
    /// <param name="observed">What to print, separated by semicolons.</param>
    /// <param name="choices">The results of the choices, one bit each.</param>
    public static string Run(string architecture, string init, string code, string observed, uint choices = 0)
    {
        LitmusProgram program = LitmusLowering.Lower(Parse(architecture, init, code, $"locations [{observed};]"));
        long[]? values = Corpus.SequentialRun.Run(program, choices);
        Assert.NotNull(values);
        return Litmus.Conditions.StateValues.Print(program, values);
    }

    /// <summary>The message of the error that reading or lowering the test ends in.</summary>
    public static string Error(string architecture, string init, string code) =>
        Assert.Throws<LitmusException>(() => LitmusLowering.Lower(Parse(architecture, init, code))).Message;
}
