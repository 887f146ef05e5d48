using System.Globalization;
using System.Reflection;
using System.Text;
using MemoryModelLab.Attributes;
using MemoryModelLab.Litmus;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>
/// Writes the C# litmus test that a class is: its fields are the locations, as the constructor leaves them; each thread's body is taken from the source, its
/// fields being <c>ref</c> parameters; the outcomes are the final values of the results. Where the source is not at hand, or says what litmus tests
/// cannot, the threads are left empty: such a test only stands for its outcomes, and <see cref="WhyNotChecked"/> says why no model may be asked.
/// </summary>
public static class AttributeTranslation
{
    private const string NotChecked = "NotChecked";

    /// <summary>Why the models cannot be asked about a test, as a sentence; null when they can.</summary>
    public static string? WhyNotChecked(LitmusTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return test.Info.FirstOrDefault(info => info.Key == NotChecked).Value;
    }

    /// <summary>The litmus test of a class.</summary>
    internal static LitmusTest Translate(AttributeTest test, string name)
    {
        object pristine = test.Make();
        try
        {
            using var source = new AttributeSource(test.Assembly.Path);
            LitmusTest translated = LitmusParser.Parse(Write(test, pristine, null, [.. Bodies(test, source)]), name);
            LitmusLowering.Lower(translated);
            return translated;
        }
        catch (NotTranslatedException e)
        {
            return WithoutBodies(e.Message);
        }
        catch (LitmusException e)
        {
            return WithoutBodies($"it is not within the C# of litmus tests: {e.Problem}");
        }

        LitmusTest WithoutBodies(string why) => LitmusParser.Parse(
            Write(test, pristine, why.ReplaceLineEndings(" "), [.. test.Threads.Select((_, thread) => string.Create(CultureInfo.InvariantCulture, $"static void P{thread}() {{ }}"))]), name);
    }

    private static IEnumerable<string> Bodies(AttributeTest test, AttributeSource source)
    {
        if (test.Arbiter is not { } arbiter)
        {
            foreach ((int thread, MethodInfo method) in test.Threads.Index()) yield return Body(test, source.Of(method), thread, [], "", "");
            yield break;
        }

        // Each thread tells that it is done, and the arbiter waits for all.
        string[] done = Done(test);
        foreach ((int thread, MethodInfo method) in test.Threads.Index())
        {
            MethodDeclarationSyntax declaration = source.Of(method);
            if (declaration.DescendantNodes().OfType<ReturnStatementSyntax>().Any())
                throw new NotTranslatedException($"{method.Name} returns from its middle, where the models are not told that it is done; they know such methods in tests without an [Arbiter]");
            yield return Body(test, declaration, thread, [done[thread]], "", $"Volatile.Write(ref {done[thread]}, 1);");
        }

        string waits = string.Join(' ', done.Select(flag => $"while (Volatile.Read(ref {flag}) == 0) {{ }}"));
        yield return Body(test, source.Of(arbiter), test.Threads.Count, done, waits, "");
    }

    /// <summary>For each thread the location that tells that it is done; none where there is no arbiter.</summary>
    private static string[] Done(AttributeTest test)
    {
        string name = "done";
        while (test.Fields.Any(field => NameOf(field).StartsWith(name, StringComparison.Ordinal))) name += "_";
        return test.Arbiter is null ? [] : [.. test.Threads.Select((_, thread) => name + thread.ToString(CultureInfo.InvariantCulture))];
    }

    private static string Body(AttributeTest test, MethodDeclarationSyntax method, int thread, string[] flags, string before, string behind)
    {
        var fields = test.Fields.ToDictionary(NameOf, StringComparer.Ordinal);
        IEnumerable<string> used = method.DescendantNodes().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText).Where(fields.ContainsKey).Distinct();
        string parameters = string.Join(", ", flags.Select(flag => $"ref int {flag}").Concat(used.Select(name => AttributeTest.Keyword(fields[name].FieldType) is { } type
            ? $"ref {type} {name}"
            : throw new NotTranslatedException($"the field {name} is a {fields[name].FieldType.Name}; the models know classes whose fields are integers, bool and char"))));
        HashSet<string> volatiles = [.. test.Fields.Where(field => field.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsVolatile))).Select(field => field.Name)];
        var rewriter = new FieldAccessRewriter(volatiles);
        string statements = method.Body is { } block
            ? string.Concat(((BlockSyntax)rewriter.Visit(block)!).Statements.Select(statement => statement.ToFullString()))
            : $"{rewriter.Visit(method.ExpressionBody ?? throw new NotTranslatedException($"{method.Identifier} has no body"))!.ToFullString().Trim()[2..]};";
        return string.Create(CultureInfo.InvariantCulture, $"static void P{thread}({parameters})\n{{ {before}\n{statements.TrimEnd()}\n{behind} }}");
    }

    /// <summary>A field's name; of a property that is no more than a field, the property's.</summary>
    internal static string NameOf(FieldInfo field) => field.Name is ['<', .. var property, '>', 'k', '_', '_', 'B', 'a', 'c', 'k', 'i', 'n', 'g', 'F', 'i', 'e', 'l', 'd'] ? property : field.Name;

    private static string Write(AttributeTest test, object pristine, string? why, string[] bodies)
    {
        var text = new StringBuilder($"CSharp {test.Type.Name}\n");
        if (test.Description.Length > 0) text.Append('"').Append(test.Description.Replace('"', '\'').ReplaceLineEndings(" ")).Append("\"\n");
        text.Append(CultureInfo.InvariantCulture, $"Assembly={test.Assembly.Version}\n");
        if (why is not null) text.Append(NotChecked).Append('=').Append(why).Append('\n');
        IEnumerable<FieldInfo> cells = test.Fields.Where(field => why is null ? AttributeTest.Keyword(field.FieldType) is not null : test.Results.Contains(field));
        text.Append("{ ").AppendJoin(' ', cells.Select(field => $"{NameOf(field)} = {Value(field.GetValue(pristine)!)};").Concat(why is null ? Done(test).Select(flag => $"{flag} = 0;") : [])).Append(" }\n");
        foreach (string body in bodies) text.Append(body).Append('\n');
        text.Append("locations [").AppendJoin(' ', test.Results.Select(field => $"{NameOf(field)};")).Append("]\n");
        Expect asked = test.Outcomes.Any(outcome => outcome.Attribute.Expect == Expect.Interesting) ? Expect.Interesting : Expect.Forbidden;
        string[] propositions = [.. test.Outcomes.Index().Where(outcome => outcome.Item.Attribute.Expect == asked).Select(outcome => $"({Asked(test, outcome.Index)})")];
        if (propositions.Length > 0) text.Append("exists (").AppendJoin(" \\/ ", propositions).Append(")\n");
        foreach ((OutcomeAttribute outcome, IReadOnlyList<long?> values) in test.Outcomes)
        {
            text.Append(outcome.Expect.ToString().ToLowerInvariant()).Append($" ({Proposition(test, values)})");
            text.Append(outcome.Sentence.Length == 0 ? "\n" : $" (* {outcome.Sentence.Replace("*)", "* )", StringComparison.Ordinal)} *)\n");
        }

        return text.ToString();
    }

    /// <summary>What the outcome at <paramref name="index"/> grades: all that fits it and none before it, for the first that fits counts.</summary>
    private static string Asked(AttributeTest test, int index)
    {
        IReadOnlyList<long?> own = test.Outcomes[index].Values;
        IEnumerable<string> earlier = test.Outcomes.Take(index).Where(outcome => outcome.Values.Zip(own).All(pair => pair.First is null || pair.Second is null || pair.First == pair.Second))
            .Select(outcome => $"~({Proposition(test, outcome.Values)})");
        string[] parts = [.. own.All(value => value is null) ? (string[])[] : [Proposition(test, own)], .. earlier];
        return parts.Length == 0 ? "true" : string.Join(" /\\ ", parts);
    }

    private static string Proposition(AttributeTest test, IReadOnlyList<long?> values)
    {
        string[] atoms = [.. test.Results.Index().Where(result => values[result.Index] is not null).Select(result => $"[{NameOf(result.Item)}]={values[result.Index]!.Value.ToString(CultureInfo.InvariantCulture)}")];
        return atoms.Length == 0 ? "true" : string.Join(" /\\ ", atoms);
    }

    private static string Value(object value) => value switch
    {
        bool truth => truth ? "1" : "0",
        char character => ((int)character).ToString(CultureInfo.InvariantCulture),
        _ => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
    };
}
