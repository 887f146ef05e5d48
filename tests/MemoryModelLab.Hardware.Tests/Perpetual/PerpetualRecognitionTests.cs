using MemoryModelLab.Hardware.Perpetual;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Hardware.Tests.Perpetual;

public class PerpetualRecognitionTests
{
    [Theory]
    [InlineData("movl $1,(x) | movl (x),%eax ;", "1:rax=1")]
    [InlineData("movl $1,%eax | movl (x),%eax ;\nxchgl %eax,(x) | mfence ;", "1:rax=1 /\\ 0:rax=0")]
    [InlineData("movl $1,(x) | movl (x),%eax ;\nmovl $2,(x) | nop ;", "1:rax=1 /\\ x=2")]
    public void Constants_stored_and_loads_observed_run_perpetually(string rows, string condition)
    {
        Assert.NotNull(Recognise(rows, condition, out string reason));
        Assert.Equal("", reason);
    }

    [Theory]
    [InlineData("movl $1,(x) | movl $2,(x) ;\nmovl (x),%eax | nop ;", "0:rax=1", "several threads write x")]
    [InlineData("movl $1,(x) | movl $2,(x) ;", "x=1", "several threads write x")]
    [InlineData("movl (x),%eax | movl $1,(x) ;\nmovl %eax,(y) | nop ;", "0:rax=1", "stores what is no constant")]
    [InlineData("movl (x),%eax | movl $1,(x) ;\naddl %eax,%ebx | nop ;", "0:rax=1", "more than a load")]
    [InlineData("movl $1,(x) | movl $1,(y) ;", "x=1", "observes no load")]
    public void Other_tests_say_why_not(string rows, string condition, string because)
    {
        Assert.Null(Recognise(rows, condition, out string reason));
        Assert.Contains(because, reason, StringComparison.Ordinal);
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Stores_to_a_location_get_numbers_and_what_was_seen_gives_the_tests_own_values()
    {
        PerpetualTest test = Recognise("movl $7,(x) | movl (x),%eax ;\nmovl $9,(x) | nop ;", "1:rax=9", out _)!;
        Assert.Equal(2, test.Step);
        Assert.Equal([(7L, 1), (9L, 2)], test.Stores.Select(store => (store.Constant, store.Offset)));
        Assert.Equal([0L, 7L, 9L], Enumerable.Range(0, 3).Select(seen => test.StateOf([seen])[0]));
    }

    private static PerpetualTest? Recognise(string rows, string condition, out string reason)
    {
        LitmusTest test = LitmusParser.Parse($"X86_64 T\n{{ }}\nP0 | P1 ;\n{rows}\nexists ({condition})\n", "t.litmus");
        return PerpetualRecognition.Recognise(LitmusLowering.Lower(test), out reason);
    }
}
