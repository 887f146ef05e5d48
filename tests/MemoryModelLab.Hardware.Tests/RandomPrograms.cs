using System.Globalization;

namespace MemoryModelLab.Hardware.Tests;

/// <summary>Writes single-threaded C# at random, of everything C# tests cover that has a definite result.</summary>
internal sealed class RandomPrograms(int seed)
{
    private static readonly string[] Types = ["int", "uint", "long", "ulong", "byte", "short"];
    private static readonly string[] Numbers = ["0", "1", "2", "3", "7", "100", "-1", "-128", "255", "65535", "int.MaxValue", "int.MinValue"];

    private readonly Random random = new(seed);

    /// <summary>What every program can name: a location and a local of each type.</summary>
    public static string Parameters { get; } = string.Join(", ", Types.Select(type => $"ref {type} {Location(type)}")) + ", ref bool flag";

    /// <summary>The locations and registers to observe.</summary>
    public static string Observed { get; } = string.Concat(Types.Select(type => $"{Location(type)}; 0:{Local(type)}; ")) + "flag; 0:lbool;";

    /// <summary>A body of <paramref name="statements"/> statements.</summary>
    public string Body(int statements)
    {
        string locals = string.Concat(Types.Select(type => $"{type} {Local(type)} = {Number(type)};\n")) + "bool lbool = false; int steps = 0;\n";
        return locals + string.Concat(Enumerable.Range(0, statements).Select(_ => Statement(3)));
    }

    private static string Location(string type) => "m" + type;

    private static string Local(string type) => "l" + type;

    private string Statement(int depth)
    {
        string type = Type();
        return random.Next(depth > 0 ? 13 : 8) switch
        {
            0 or 1 => $"{Variable(type)} = {Value(type, depth)};\n",
            2 => $"{Variable(type)} {Pick("+=", "-=", "*=", "&=", "|=", "^=")} {Value(type, 1)};\n",
            3 => $"{Variable(type)} {Pick("<<=", ">>=", ">>>=")} {Value("int", 1)};\n",
            4 => $"{Pick("++", "--")}{Variable(type)};\n",
            5 => $"{Pick("lbool", "flag")} = {Condition(depth)};\n",
            6 => $"{Variable(type)} = {Variable(type)}{Pick("++", "--")};\n",
            7 => Interlocked(),
            8 or 9 => $"if ({Condition(depth - 1)}) {{ {Statement(depth - 1)} }} else {{ {Statement(depth - 1)} }}\n",
            10 => $"while ({Condition(depth - 1)} && steps++ < 5) {{ {Statement(depth - 1)} {Pick("", "break;", "continue;", $"if ({Condition(1)}) continue;")} }}\n",
            11 => $"for (int i{depth} = 0; i{depth} < {Pick("1", "2", "3")}; i{depth}++) {{ {Statement(depth - 1)} {Pick("", $"if ({Condition(1)}) break;")} }}\n",
            _ => $"do {{ {Statement(depth - 1)} }} while ({Condition(depth - 1)} && steps++ < 5);\n",
        };
    }

    private string Interlocked()
    {
        string type = Pick("int", "uint", "long", "ulong");
        string place = $"ref {Location(type)}";
        return random.Next(4) switch
        {
            0 => $"{Local(type)} = Interlocked.{Pick("Exchange", "Add", "And", "Or")}({place}, {Value(type, 2)});\n",
            1 => $"{Local(type)} = Interlocked.{Pick("Increment", "Decrement")}({place});\n",
            2 => $"{Local(type)} = Interlocked.CompareExchange({place}, {Value(type, 2)}, {Pick(Location(type), Value(type, 2))});\n",
            _ => $"Volatile.Write({place}, {Value(type, 2)}); {Local(type)} = Volatile.Read({place});\n",
        };
    }

    // Every value is cast to the type wanted, so that any operands fit each other.
    private string Value(string type, int depth)
    {
        if (depth <= 0) return random.Next(3) == 0 ? Number(type) : Variable(type);
        string wide = Pick("int", "uint", "long", "ulong");
        string value = random.Next(9) switch
        {
            0 => Number(type),
            1 or 2 => Variable(Type()),
            3 or 4 => $"({Value(wide, depth - 1)} {Pick("+", "-", "*", "&", "|", "^")} {Value(wide, depth - 1)})",
            5 => $"({Value(wide, depth - 1)} {Pick("<<", ">>", ">>>")} {Value("int", depth - 1)})",
            6 => $"({Condition(depth - 1)} ? {Value(wide, depth - 1)} : {Value(wide, depth - 1)})",
            7 => $"({Pick("-", "~", "+")}{Value(Pick("int", "long"), depth - 1)})",
            _ => $"({Local(wide)} = {Value(wide, depth - 1)})",
        };
        return $"unchecked(({type}){value})";
    }

    private string Condition(int depth)
    {
        if (depth <= 0) return Pick("lbool", "flag", "true", "false");
        string wide = Pick("int", "uint", "long", "ulong");
        return random.Next(5) switch
        {
            0 => $"({Condition(depth - 1)} {Pick("&&", "||", "&", "|", "^", "==", "!=")} {Condition(depth - 1)})",
            1 => $"!{Condition(depth - 1)}",
            _ => $"({Value(wide, depth - 1)} {Pick("<", "<=", ">", ">=", "==", "!=")} {Value(wide, depth - 1)})",
        };
    }

    private string Number(string type) => $"unchecked(({type})({Pick(Numbers)}))";

    private string Variable(string type) => random.Next(2) == 0 ? Location(type) : Local(type);

    private string Type() => Pick(Types);

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    /// <summary>A name for messages.</summary>
    public override string ToString() => seed.ToString(CultureInfo.InvariantCulture);
}
