using System.Globalization;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Reads the threads of a C test: <c>P0 (atomic_int* x) { … }</c>, with or without <c>static</c> and <c>void</c> in front.</summary>
internal sealed class CSyntax(CTokens tokens)
{
    private const int MostParameters = 256;

    private readonly CStatementSyntax statements = new(tokens);

    /// <summary>Reads all threads.</summary>
    public EquatableList<ThreadBody> Parse()
    {
        var threads = new List<ThreadBody>();
        while (tokens.Current.Kind != CTokenKind.End)
        {
            if (tokens.Is("#")) throw tokens.Error(tokens.Current, "the preprocessor is not run here, expected a thread such as P0 (atomic_int* x) { … }");
            threads.Add(Thread(string.Create(CultureInfo.InvariantCulture, $"P{threads.Count}")));
        }

        return threads.Count > 0 ? [.. threads] : throw tokens.Unexpected("a thread, such as P0 (atomic_int* x) { … }");
    }

    private CThread Thread(string name)
    {
        while (tokens.Is("static") || tokens.Is("void")) tokens.Advance();
        tokens.Expect(name, $"the thread {name}, such as {name} (atomic_int* x) {{ … }}");
        tokens.Expect("(", "\"(\" and the parameters");
        EquatableList<CParameter> parameters = Parameters();
        return new CThread(name, parameters, statements.Block());
    }

    private EquatableList<CParameter> Parameters()
    {
        var parameters = new List<CParameter>();
        if (tokens.Is("void") && tokens.NextIs(")")) tokens.Advance();
        while (!tokens.Accept(")"))
        {
            if (parameters.Count > 0) tokens.Expect(",", "\",\" or \")\" behind a parameter");
            var type = new CTypeName(CTypeSyntax.Words(tokens, isNamed: true), CTypeSyntax.Pointers(tokens));
            CToken token = tokens.Current;
            string name = tokens.ExpectWord("the name of a parameter");
            if (parameters.Exists(other => other.Name == name)) throw tokens.Error(token, $"a second parameter {name}, expected another name");
            if (parameters.Count == MostParameters) throw tokens.Error(token, $"a thread has at most {MostParameters} parameters");
            parameters.Add(new CParameter(tokens.OriginOf(token), type, name));
        }

        return [.. parameters];
    }
}
