using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Litmus.Tests.Syntax;

public sealed class LitmusParserTests
{
    private const string File = "t.litmus";

    private static LitmusTest Parse(string text) => LitmusParser.Parse(text, File);

    private static LitmusTest WithFinal(string final) => Parse($"X86 T\n{{ }}\n P0 | P1 ;\n MOV EAX,[x] | MOV [x],$1 ;\n{final}\n");

    private static LitmusTest WithInit(string init) => Parse($"AArch64 T\n{{ {init} }}\n P0 ;\n LDR W0,[X1] ;\nexists (0:X0=0)\n");

    private static Proposition Proposition(string text) => WithFinal($"exists {text}").Condition!.Proposition;

    private static Proposition.Equal Is(string location, long value) => new Proposition.Equal(new StateReference(null, location), new StateValue(value));

    [Fact]
    public void The_header_is_a_name_a_description_and_lines_of_info()
    {
        LitmusTest test = Parse(
            "(* first *)\nAArch64 2+2W[x]/a-b (* why *)\n\"Two lines,\nand (* no comment *)\"\nCycle=Wse PodWW \"x\" {1}\nRelax=\n (* c *) Com = Ws Ws\n{}\n P0 ;\n NOP ;\n");
        Assert.Equal((Architecture.AArch64, "2+2W[x]/a-b", "Two lines,\nand (* no comment *)"), (test.Architecture, test.Name, test.Description));
        Assert.Equal(["Cycle|Wse PodWW \"x\" {1}", "Relax|", "Com|Ws Ws"], test.Info.Select(info => $"{info.Key}|{info.Value}"));
        Assert.Null(test.Condition);
    }

    [Fact]
    public void The_initial_state_takes_every_form_of_herds()
    {
        LitmusTest test = WithInit(
            "x=1; [y] = 0x10; int z; int t = -2; 0:X1=x; P0:X2=y; int64_t 0:X3 = 0xFFFFFFFFFFFFFFFF; uint64_t 0:X4; 0:X5; int *p = &x; int* q = z; _Atomic int a = 1;"
            + " atomic_t b = ATOMIC_INIT(3); uint64_t [c]; volatile unsigned int d = 4; int e[2] = {1, x}; int f[3]; %s = x; (* last *) g=2");
        Assert.Equal(
            [
                "|[x]|1", "|[y]|16", "int|[z]|", "int|[t]|-2", "|0:X1|x", "|0:X2|y", "int64_t|0:X3|-1", "uint64_t|0:X4|", "|0:X5|", "int*|[p]|x", "int*|[q]|z",
                "_Atomic int|[a]|1", "atomic_t|[b]|3", "uint64_t|[c]|", "volatile unsigned int|[d]|4", "int|[e]|{1,x}", "int|[f]|{0,0,0}", "|[%s]|x", "|[g]|2",
            ],
            test.Init.Select(entry =>
                $"{entry.Type}|{entry.Target}|{(entry.Elements is { } elements ? "{" + string.Join(',', elements) + "}" : entry.Value)}"));
    }

    [Fact]
    public void Negation_binds_tightest_then_implication_then_and_then_or()
    {
        Assert.Equal(
            new Proposition.Or(new Proposition.And(Is("x", 1), new Proposition.Not(Is("y", 2))), Is("z", 3)), Proposition(@"x=1 /\ ~y=2 \/ z=3"));
        Assert.Equal(new Proposition.And(Is("x", 1), new Proposition.Implies(Is("y", 2), Is("z", 3))), Proposition(@"x=1 /\ y=2 => z=3"));
        Assert.Equal(new Proposition.And(new Proposition.And(Is("x", 1), Is("y", 2)), Is("z", 3)), Proposition(@"x=1 /\ y=2 /\ z=3"));
        Assert.Equal(
            new Proposition.Implies(Is("x", 1), new Proposition.Implies(Is("y", 2), Is("z", 3))), Proposition("x=1 => y=2 => z=3"));
        Assert.Equal(new Proposition.Not(new Proposition.Or(new Proposition.Constant(true), Is("x", 1))), Proposition(@"not (true \/ x=1)"));
    }

    [Theory]
    [InlineData("0:EAX=1", "0:EAX", "1", false)]
    [InlineData("[x] == -1", "[x]", "-1", false)]
    [InlineData("*x != 0x1F", "[x]", "31", true)]
    [InlineData("P1:eax <> y", "1:eax", "y", true)]
    [InlineData("t[1] = &z", "t[1]", "z", false)]
    public void An_atom_compares_a_part_of_the_state_with_a_value(string text, string left, string right, bool negated)
    {
        var equal = Assert.IsType<Proposition.Equal>(Proposition(text));
        Assert.Equal((left, right, negated), (equal.Left.ToString(), equal.Right.ToString(), equal.Negated));
    }

    [Theory]
    [InlineData("0:EAX = 1:EBX", "0:EAX", "1:EBX")]
    [InlineData("[x] = [y]", "[x]", "[y]")]
    [InlineData("0:EAX = *x", "0:EAX", "[x]")]
    public void An_atom_compares_two_parts_of_the_state(string text, string left, string right)
    {
        var same = Assert.IsType<Proposition.Same>(Proposition(text));
        Assert.Equal((left, right), (same.Left.ToString(), same.Right.ToString()));
    }

    [Fact]
    public void Clauses_come_in_any_order_and_expectations_keep_their_sentence()
    {
        LitmusTest test = WithFinal(
            "forbidden (x=1) (* never\n  seen *)\nlocations [x; 0:EAX int*; y uint64_t]\nfilter x=0 /\\ true\ninteresting (0:EAX=1)\n~ exists (y=1);\nacceptable (y=2) (**) (* lost *)");
        Assert.Equal(Quantifier.NotExists, test.Condition!.Quantifier);
        Assert.IsType<Proposition.And>(test.Filter);
        Assert.Equal(["[x]:", "0:EAX:int*", "[y]:uint64_t"], test.Locations.Select(item => $"{item.Reference}:{item.Type}"));
        Assert.Equal(["Forbidden:never\n  seen", "Interesting:", "Acceptable:"], test.Expectations.Select(e => $"{e.Grade}:{e.Sentence}"));
    }

    [Theory]
    [InlineData("X86 SB\n\"d\"\nA=b\n{ x=0; y=0; }\n P0          | P1          ;\n MOV [x],$1  | MOV [y],$1  ;\n MOV EAX,[y] | MOV EAX,[x] ;\nexists (0:EAX=0 /\\ 1:EAX=0)\n")]
    [InlineData("X86_64 T\n{ 0:rax=t; }\nP0|P1;\nL0: lock addl $-1,4(%rax) | ;\n|M:;\n|NOPL %cs:0(%rax,%eax,8);\n|movb $x,%al;\nforall ~(t={1,2}) => (x=1 \\/ y=2) /\\ (x=1 /\\ z=3)\n")]
    [InlineData("AArch64 T\n{ 0:X1=x; uint64_t %r=x }\nP0;\nfoo: bar: MOV W%a,%b;\nLDR X2,[X%a,W3,UXTW #2]!;\nSTR X2,[SP],#-8;\nB .-4;\nADDS X0,X0,#1,lsl #12;\nb.eq foo;\nlocations [0:X%a;]\n")]
    [InlineData("AArch64 T\n{ }\nP0;\nNOP;\nfilter not not x=1 \\/ (y=1 \\/ z=1) \\/ w=1\nexists (a=1 => b=1) => c=1 /\\ ~(d=1 /\\ e=1)\n")]
    public void What_is_printed_reads_back_as_the_same_tree(string text)
    {
        LitmusTest test = Parse(text);
        string printed = LitmusPrinter.Print(test);
        Assert.Equal(test, Parse(printed));
        Assert.Equal(printed, LitmusPrinter.Print(Parse(printed)));
    }

    [Fact]
    public void Tests_that_differ_in_one_value_are_not_equal() =>
        Assert.NotEqual(WithFinal("exists (0:EAX=0)"), WithFinal("exists (0:EAX=1)"));

    [Theory]
    [InlineData("", "t.litmus:1:1: found the end of the file, expected an architecture: X86, X86_64, AArch64, C, CSharp")]
    [InlineData("PPC SB\n{}", "t.litmus:1:1: found \"PPC\", expected an architecture: X86, X86_64, AArch64, C, CSharp")]
    [InlineData("X86\n{}", "t.litmus:1:4: found no name, expected the test's name behind the architecture")]
    [InlineData("X86 SB\n\"open\n{}", "t.litmus:2:1: this string is not closed, expected '\"'")]
    [InlineData("X86 SB\n(* open (* inner *)\n{}", "t.litmus:2:1: this comment is not closed, expected \"*)\"")]
    [InlineData("X86 SB\nnonsense\n{}", "t.litmus:2:1: found \"nonsense\", expected a quoted description, a line Key=value, or \"{\", which opens the initial state")]
    [InlineData("X86 SB\n{ x=1 y=2 }", "t.litmus:2:7: found \"y\", expected \";\" or \"}\" behind an initial value")]
    [InlineData("X86 SB\n{ x=; }", "t.litmus:2:5: found \";\", expected a number or a location's name")]
    [InlineData("X86 SB\n{ x=99999999999999999999; }", "t.litmus:2:5: \"99999999999999999999\" is not a number of at most 64 bits, expected a number or a location's name")]
    [InlineData("X86 SB\n{ x=1a; }", "t.litmus:2:5: \"1a\" is not a number of at most 64 bits, expected a number or a location's name")]
    [InlineData("X86 SB\n{ int t[2]={1}; }", "t.litmus:2:7: 1 elements for an array of 2")]
    [InlineData("X86 SB\n{ int t[99999]; }", "t.litmus:2:9: the index 99999 is out of range, expected 0 to 4096")]
    [InlineData("X86 SB\n{ 0:EAX=1;", "t.litmus:2:11: found the end of the file, expected a location's or a register's name, such as x, [x] or 0:r0")]
    [InlineData("X86 SB\n{}\nP1;", "t.litmus:3:1: found \"P1\", expected the thread's name P0")]
    [InlineData("X86 SB\n{}\nP0|P0;", "t.litmus:3:4: found \"P0\", expected the thread's name P1")]
    [InlineData("AArch64 SB\n{}\nP0|P0:F;", "t.litmus:3:4: found \"P0\", expected the thread's name P1")]
    [InlineData("AArch64 SB\n{}\nP0:F;", "t.litmus:3:3: threads with a role (such as P0:F, a fault handler) are not modelled here, expected \"|\" or \";\"")]
    [InlineData("X86 SB\n{}\nP0|P1;\nMFENCE;", "t.litmus:4:7: the row ends after column 1, expected 2 columns")]
    [InlineData("X86 SB\n{}\nP0;\nMFENCE|MFENCE;", "t.litmus:4:8: found \"MFENCE\", expected \";\" (the row has more columns than the 1 threads)")]
    [InlineData("X86 SB\n{}\nP0;\nMOV EAX [x];", "t.litmus:4:9: found \"[\", expected \"|\" or \";\" behind an instruction")]
    [InlineData("X86 SB\n{}\nP0;\nMFENCE;\nexists (x=1", "t.litmus:5:12: found the end of the file, expected \")\", \"/\\\" or \"\\/\"")]
    [InlineData("X86 SB\n{}\nP0;\nMFENCE;\nexists x", "t.litmus:5:9: found the end of the file, expected \"=\" or \"!=\"")]
    [InlineData("X86 SB\n{}\nP0;\nMFENCE;\nexists (3:EAX=1)", "t.litmus:5:9: thread 3 does not exist, expected one of 0 to 0")]
    [InlineData("X86 SB\n{}\nP0;\nMFENCE;\nexists (0:R9X=1)", "t.litmus:5:9: \"R9X\" is not a register of X86")]
    [InlineData("X86 SB\n{}\nP0;\nMFENCE;\nexists true\nforall true", "t.litmus:6:1: a second final condition, expected at most one")]
    [InlineData("X86 SB\n{}\nP0;\nMFENCE;\nexists fault(P0,x)", "t.litmus:5:8: faults are not modelled here, expected a comparison such as 0:r0=1")]
    [InlineData("X86 SB\n{}\nP0;\nMFENCE;\nexists true )", "t.litmus:5:13: found \")\", expected exists, ~exists, forall, locations, filter, forbidden, interesting, acceptable or the end of the file")]
    public void An_error_says_where_what_and_what_would_be_right(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<LitmusException>(() => Parse(text)).Message);

    [Theory]
    [InlineData("x=1", "x=1")]
    [InlineData("x=1 /\\ (0:EAX=2 /\\ y=3)", "y=3 /\\ x=0x1 /\\ 0:EAX=2")]
    public void An_outcome_has_one_grade(string once, string again)
    {
        const string Head = "X86 T\n{ }\nP0;\nNOP;\n";
        LitmusException refused = Assert.Throws<LitmusException>(() => Parse($"{Head}forbidden ({once}) (* a *)\nacceptable (y=9)\ninteresting ({again})\n"));
        Assert.StartsWith("t.litmus:7:1: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("is graded interesting here and forbidden in line 5, expected one grade for an outcome", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, Parse($"{Head}forbidden ({once})\nforbidden ({again})\n").Expectations.Count);
    }

    [Theory]
    [InlineData("~")]
    [InlineData("(")]
    [InlineData("x=1 => ")]
    public void Deep_nesting_is_an_error_and_no_crash(string layer)
    {
        string final = "exists " + string.Concat(Enumerable.Repeat(layer, 100_000));
        Assert.Contains("this proposition is nested more than", Assert.Throws<LitmusException>(() => WithFinal(final)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/\\")]
    [InlineData("\\/")]
    public void Endless_propositions_are_an_error_and_no_crash(string connective)
    {
        string final = "exists " + string.Join(connective, Enumerable.Repeat("x=1", 100_000));
        Assert.Contains("at most", Assert.Throws<LitmusException>(() => WithFinal(final)).Message, StringComparison.Ordinal);
        string bounded = "exists " + string.Join(connective, Enumerable.Repeat("x=1", 3_900));
        Assert.Equal(WithFinal(bounded), WithFinal(bounded));
    }

    [Theory]
    [InlineData(4096, "{ int a[4096]; }", "")]
    [InlineData(4097, "{ int a[4096]; int b; }", "t.litmus:2:16: the initial state has more than 4096 values")]
    public void The_initial_state_has_an_end(int cells, string init, string problem)
    {
        string text = $"X86 t\n{init}\nP0;\nMFENCE;\nexists true\n";
        string each = $"X86 t\n{{{string.Concat(Enumerable.Range(0, cells).Select(i => $"x{i}=1;"))}}}\nP0;\nMFENCE;\nexists true\n";
        Assert.Equal((problem.Length > 0, problem.Length > 0), (Fails(text, problem), Fails(each, "the initial state has more than 4096 values")));
    }

    [Fact]
    public void Threads_and_locations_to_print_have_an_end()
    {
        string text = $"X86 t\n{{}}\n{string.Join('|', Enumerable.Range(0, 257).Select(i => $"P{i}"))};\nexists true\n";
        Assert.True(Fails(text, "t.litmus:3:1: 257 threads, expected at most 256"));
        Assert.True(Fails($"X86 t\n{{}}\nP0;\nlocations [{string.Concat(Enumerable.Repeat("x;", 4097))}]\n", "the locations clause has more than 4096 entries"));
    }

    private static bool Fails(string text, string problem)
    {
        try
        {
            Parse(text);
            return false;
        }
        catch (LitmusException error)
        {
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            return true;
        }
    }
}
