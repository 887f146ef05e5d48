namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Which variables a thread has.</summary>
internal static class CVariables
{
    /// <summary>Whether <paramref name="thread"/> declares the variable <paramref name="name"/>, somewhere in its body or as a parameter that is no pointer.</summary>
    public static bool Declares(CThread thread, string name) =>
        thread.Parameters.Any(parameter => parameter.Name == name && parameter.Type.Pointers == 0) || Declares(thread.Body, name);

    private static bool Declares(EquatableList<CStatement> statements, string name) => statements.Any(statement => Declares(statement, name));

    private static bool Declares(CStatement? statement, string name) => statement switch
    {
        CStatement.Declaration declaration => declaration.Variables.Any(variable => variable.Name == name),
        CStatement.Block block => Declares(block.Statements, name),
        CStatement.If choice => Declares(choice.Then, name) || Declares(choice.Otherwise, name),
        CStatement.While loop => Declares(loop.Body, name),
        CStatement.DoWhile loop => Declares(loop.Body, name),
        CStatement.For loop => Declares(loop.First, name) || Declares(loop.Body, name),
        _ => false,
    };
}
