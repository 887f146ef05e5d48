using System.Runtime.CompilerServices;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Which variables a thread has.</summary>
internal static class CVariables
{
    // A thread is walked once, however often a condition names its variables.
    private static readonly ConditionalWeakTable<CThread, HashSet<string>> Names = [];

    /// <summary>Whether <paramref name="thread"/> declares the variable <paramref name="name"/>, somewhere in its body or as a parameter that is no pointer.</summary>
    public static bool Declares(CThread thread, string name) => Names.GetValue(thread, Collect).Contains(name);

    private static HashSet<string> Collect(CThread thread)
    {
        var names = new HashSet<string>(thread.Parameters.Where(parameter => parameter.Type.Pointers == 0).Select(parameter => parameter.Name), StringComparer.Ordinal);
        foreach (CStatement statement in thread.Body) Collect(statement, names);
        return names;
    }

    private static void Collect(CStatement? statement, HashSet<string> names)
    {
        switch (statement)
        {
            case CStatement.Declaration declaration:
                names.UnionWith(declaration.Variables.Select(variable => variable.Name));
                break;
            case CStatement.Block block:
                foreach (CStatement inner in block.Statements) Collect(inner, names);
                break;
            case CStatement.If choice:
                Collect(choice.Then, names);
                Collect(choice.Otherwise, names);
                break;
            case CStatement.While loop:
                Collect(loop.Body, names);
                break;
            case CStatement.DoWhile loop:
                Collect(loop.Body, names);
                break;
            case CStatement.For loop:
                Collect(loop.First, names);
                Collect(loop.Body, names);
                break;
        }
    }
}
