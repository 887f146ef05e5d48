using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Dialects;
using MemoryModelLab.Litmus.Lexing;
using MemoryModelLab.Litmus.Syntax;

namespace MemoryModelLab.Litmus;

/// <summary>Reads litmus files in herd7's format (and C# tests in the same frame).</summary>
public static class LitmusParser
{
    /// <summary>No file is larger, in characters.</summary>
    public const int LongestText = 1 << 22;

    /// <summary>No test has more threads.</summary>
    public const int MostThreads = 256;

    /// <summary>Reads a test.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">The file's path, for the positions of errors.</param>
    /// <exception cref="LitmusException">The text is not a litmus test; the message says where and what would be right.</exception>
    public static LitmusTest Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        if (text.Length > LongestText)
            throw new LitmusException(new SourcePosition(path, 1, 1), $"a file of {text.Length} characters, expected at most {LongestText}");

        var lexer = new Lexer(text, path);
        var state = new StateSyntax(lexer);
        LitmusTest test = HeaderSyntax.Parse(lexer);
        test = test with { Init = InitSyntax.Parse(lexer, state) };
        IDialect dialect = DialectTable.Of(test.Architecture);
        int bodies = lexer.Current.Start;
        test = test with { Threads = dialect.ParseBodies(lexer) };
        if (test.Threads.Count > MostThreads) throw lexer.Error(bodies, $"{test.Threads.Count} threads, expected at most {MostThreads}");
        test = new FinalSyntax(lexer, state).Parse(test);
        CheckRegisters(lexer, state, test, dialect);
        return test;
    }

    /// <summary>
    /// Reads a proposition about the final states of a test, <c>1:r0=1 /\ 1:r1=0</c>; to ask about parts of the state that the test does not print, make it
    /// the test's condition and lower it again.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">Where it comes from, for the positions of errors.</param>
    /// <param name="test">The test.</param>
    /// <exception cref="LitmusException">The text is no proposition about this test.</exception>
    public static Proposition ParseProposition(string text, string origin, LitmusTest test)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(test);
        var lexer = new Lexer(text, origin);
        var state = new StateSyntax(lexer);
        Proposition proposition = new PropositionSyntax(lexer, state).Parse();
        if (lexer.Kind != TokenKind.End) throw lexer.Unexpected("the end of the proposition");
        CheckRegisters(lexer, state, test, DialectTable.Of(test.Architecture));
        return proposition;
    }

    private static void CheckRegisters(Lexer lexer, StateSyntax state, LitmusTest test, IDialect dialect)
    {
        foreach ((Token token, StateReference reference) in state.Registers)
        {
            int thread = reference.Thread!.Value;
            if (thread >= test.Threads.Count) throw lexer.Error(token.Start, $"thread {thread} does not exist, expected one of 0 to {test.Threads.Count - 1}");
            if (dialect.CanonicalRegister(test.Threads[thread], reference.Name) is null)
                throw lexer.Error(token.Start, $"\"{reference.Name}\" is not a register of {test.Architecture}");
        }
    }
}
