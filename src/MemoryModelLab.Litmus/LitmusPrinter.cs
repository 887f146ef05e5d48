using System.Text;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Dialects;
using MemoryModelLab.Litmus.Syntax;

namespace MemoryModelLab.Litmus;

/// <summary>Prints litmus tests so that <see cref="LitmusParser"/> reads the same tree back.</summary>
public static class LitmusPrinter
{
    /// <summary>The test as the text of a litmus file.</summary>
    public static string Print(LitmusTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var output = new StringBuilder();
        HeaderSyntax.Print(test, output);
        InitSyntax.Print(test.Init, output);
        DialectTable.Of(test.Architecture).PrintBodies(test.Threads, output);
        FinalSyntax.Print(test, output);
        return output.ToString();
    }

    /// <summary>A proposition as conditions write it.</summary>
    public static string Print(Proposition proposition)
    {
        ArgumentNullException.ThrowIfNull(proposition);
        var output = new StringBuilder();
        PropositionSyntax.Print(proposition, output);
        return output.ToString();
    }
}
