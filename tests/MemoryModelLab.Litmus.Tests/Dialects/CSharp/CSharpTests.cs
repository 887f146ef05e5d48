using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Litmus.Tests.Programs;

namespace MemoryModelLab.Litmus.Tests.Dialects.CSharp;

/// <summary>Writes C# tests and reads lowered threads in the short form of <see cref="OpText"/>.</summary>
internal static class CSharpTests
{
    public const string File = "t.litmus";

    /// <summary>A test with the locations' initial state, members from line 3 on, and a condition.</summary>
    public static LitmusTest Parse(string members, string init = "", string final = "exists (true)") =>
        LitmusParser.Parse($"CSharp T\n{{ {init} }}\n{members}\n{final}\n", File);

    /// <summary>The test lowered.</summary>
    public static LitmusProgram Lower(string members, string init = "", string final = "exists (true)") => LitmusLowering.Lower(Parse(members, init, final));

    /// <summary>The ops of P0 whose body is <paramref name="body"/>, with locations x, y of type int.</summary>
    public static string[] LowerBody(string body, string parameters = "ref int x, ref int y") =>
        OpText.Show(Lower($"static void P0({parameters}) {{ {body} }}"), 0);
}
