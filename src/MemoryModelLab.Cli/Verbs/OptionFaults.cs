using System.CommandLine;
using System.CommandLine.Parsing;

namespace MemoryModelLab.Cli.Verbs;

/// <summary>What is wrong with an option's value, in the user's words: the parser's name the types of the program.</summary>
internal static class OptionFaults
{
    private static readonly Dictionary<Type, string> Numbers = new()
    {
        [typeof(int)] = Whole(int.MinValue, int.MaxValue),
        [typeof(long)] = Whole(long.MinValue, long.MaxValue),
        [typeof(ulong)] = Whole(ulong.MinValue, ulong.MaxValue),
        [typeof(double)] = "a number, such as 2 or 0.5",
    };

    /// <summary>The fault as a sentence.</summary>
    public static string Of(ParseError error) => error.SymbolResult is OptionResult { Tokens: [{ Value: var given }], Option: { Validators.Count: 0 } option }
        && Numbers.TryGetValue(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType, out string? expected)
            ? $"{option.Name} {given}: expected {expected}"
            : error.Message;

    /// <summary>The numbers with a comma, which the parser would take for ten times what is meant: in <c>0,5</c> it sees thousands.</summary>
    public static IEnumerable<string> Commas(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .Where(o => (Nullable.GetUnderlyingType(o.Option.ValueType) ?? o.Option.ValueType) == typeof(double))
        .SelectMany(o => o.Tokens.Where(t => t.Value.Contains(',', StringComparison.Ordinal)).Select(t => $"{o.Option.Name} {t.Value}: expected {Numbers[typeof(double)]}, with a point"));

    private static string Whole<T>(T least, T most) => FormattableString.Invariant($"a whole number from {least} to {most}");
}
