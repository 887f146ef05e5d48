using MemoryModelLab.Hardware.AttributeTests;
using MemoryModelLab.Hardware.Tests.Campaigns;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Hardware.Tests.AttributeTests;

/// <summary>Classes with attributes become tests, run as they stand, or are refused with what would be right.</summary>
public sealed class AttributeAssemblyTests
{
    private static readonly string Own = typeof(AttributeAssemblyTests).Assembly.Location;

    [Fact]
    public void All_classes_with_the_attribute_are_found()
    {
        IReadOnlyList<string> names = AttributeAssembly.Find(Own);
        Assert.Contains(Name("Both"), names);
        Assert.DoesNotContain(names, name => name.EndsWith("AttributeAssemblyTests", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NoThread", "NoThread: 0 methods are marked [Thread]")]
    [InlineData("NoResult", "NoResult: no field is marked [Result]")]
    [InlineData("ThreadWithParameter", "ThreadWithParameter.Run: a [Thread] has no parameters")]
    [InlineData("ThreadThatReturns", "ThreadThatReturns.Run: a [Thread] returns nothing, not Int32")]
    [InlineData("AsyncThread", "AsyncThread.Run: a [Thread] is over when it returns, and async code is not")]
    [InlineData("StaticThread", "StaticThread.Run: a [Thread] is an instance method")]
    [InlineData("StaticField", "StaticField.Shared: a static field is there once")]
    [InlineData("OddResult", "OddResult.Seen: a [Result] is an integer, bool or char; this is String")]
    [InlineData("TooFewValues", "TooFewValues: [Outcome(\"1\")] has 1 values, expected 2, one for each [Result]: First, Second")]
    [InlineData("NoNumber", "NoNumber: [Outcome(\"one\")]: 'one' is no number")]
    [InlineData("NoConstructor", "NoConstructor: a test needs a constructor without parameters")]
    [InlineData("Abstract", "Abstract: a test is a class that can be made")]
    [InlineData("Missing", "AttributeTests.Missing' with [LitmusTest] is in this assembly")]
    [InlineData("NoThreadd", "; did you mean 'MemoryModelLab.Hardware.Tests.AttributeTests.NoThread'?")]
    [InlineData("TwoArbiters", "TwoArbiters.Second: a second [Arbiter], expected at most one")]
    [InlineData("ArbiterAndThread", "ArbiterAndThread.Run: an [Arbiter] runs when the threads are done")]
    [InlineData("StaticArbiter", "StaticArbiter.After: an [Arbiter] is an instance method")]
    [InlineData("AttributeAssemblyTests", "AttributeAssemblyTests is not marked [LitmusTest]")]
    [InlineData("Contradicting", "Contradicting: [Outcome(\"1, *\")] is graded Acceptable and Forbidden (SampleClasses.cs:")]
    public void A_class_that_is_no_test_is_refused_with_class_member_and_what_would_be_right(string type, string message) =>
        Assert.Contains(message, Assert.Throws<AttributeTestException>(() => AttributeRunner.Parse(Name(type))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("NoThread", "did you mean 'MemoryModelLab.Hardware.Tests.AttributeTests.NoThread'?")]
    [InlineData("nothread", "did you mean 'MemoryModelLab.Hardware.Tests.AttributeTests.NoThread'?")]
    [InlineData("", "no class '' with [LitmusTest]")]
    public void A_class_without_its_namespace_is_suggested_with_it(string type, string message) =>
        Assert.Contains(message, Assert.Throws<AttributeTestException>(() => AttributeRunner.Parse($"{Own}#{type}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Files_that_are_no_such_assembly_are_refused()
    {
        using var folder = new ScratchFolder();
        string text = folder.File("text.dll");
        File.WriteAllText(text, "not an assembly");
        Assert.Contains("this is no .NET assembly", Assert.Throws<AttributeTestException>(() => AttributeAssembly.Find(text)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such file", Assert.Throws<AttributeTestException>(() => AttributeRunner.Parse("nowhere.dll#A")).Message, StringComparison.Ordinal);
        string other = typeof(LitmusTest).Assembly.Location;
        Assert.Contains("no class of this assembly is marked [LitmusTest]", Assert.Throws<AttributeTestException>(() => AttributeAssembly.Find(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_litmus_test_of_a_class_has_its_fields_bodies_and_outcomes()
    {
        LitmusTest test = AttributeRunner.Parse(Name("Both"));
        Assert.Null(AttributeTranslation.WhyNotChecked(test));
        string text = LitmusPrinter.Print(test);
        Assert.Contains("a = 5;", text, StringComparison.Ordinal);
        Assert.Contains("first = a;", text, StringComparison.Ordinal);
        Assert.Contains("second = b;", text, StringComparison.Ordinal);
        Assert.Equal([Grade.Interesting, Grade.Forbidden], test.Expectations.Select(e => e.Grade));
        Assert.Equal("[first]=5 /\\ [second]=6", LitmusPrinter.Print(test.Expectations[0].Proposition));
    }

    [Fact]
    public void Accesses_to_volatile_fields_become_volatile_accesses()
    {
        string text = LitmusPrinter.Print(AttributeRunner.Parse(Name("VolatileFields")));
        Assert.Contains("Volatile.Write(ref flag, data)", text, StringComparison.Ordinal);
        Assert.Contains("seen = Volatile.Read(ref flag)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_run_once_an_iteration_on_an_instance_of_their_own()
    {
        HardwareResult result = Run("Both", 5000);
        Assert.Equal([5L, 6L], Assert.Single(result.Outcomes).Values);
        Assert.InRange(result.Iterations, 5000, 7000);
    }

    [Fact]
    public void A_thread_that_throws_ends_its_iteration_only()
    {
        HardwareResult result = Run("Throws", 100);
        Assert.Empty(result.Outcomes);
        Assert.Contains("Throws.Follow ended with NullReferenceException", result.Failure!.Last, StringComparison.Ordinal);
        Assert.True(result.Failure.Iterations > 0);
    }

    [Fact]
    public void Bodies_of_milliseconds_run_a_few_at_a_time()
    {
        HardwareResult result = AttributeRunner.Run(Name("Slow"), LitmusLowering.Lower(AttributeRunner.Parse(Name("Slow"))), new HardwareOptions { TimeBudget = TimeSpan.FromSeconds(0.5) }, CancellationToken.None);
        Assert.Equal(HardwareStatus.Completed, result.Status);
        Assert.InRange(result.Iterations, 1, 100);
    }

    [Fact]
    public void An_arbiter_sees_what_all_threads_left_and_nothing_of_other_iterations()
    {
        HardwareResult result = Run("Arbitrated", 20_000);
        Assert.Equal([2L, 2L], Assert.Single(result.Outcomes).Values);
        Assert.InRange(result.Iterations, 20_000, 30_000);
    }

    [Fact]
    public void An_arbiter_that_throws_is_told()
    {
        HardwareResult result = Run("ThrowsAfterwards", 100);
        Assert.Empty(result.Outcomes);
        Assert.Contains("ThrowsAfterwards.After ended with NullReferenceException", result.Failure!.Last, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_litmus_test_the_arbiter_is_a_thread_that_waits_for_the_others()
    {
        LitmusTest test = AttributeRunner.Parse(Name("Arbitrated"));
        Assert.Null(AttributeTranslation.WhyNotChecked(test));
        Assert.Equal(3, LitmusLowering.Lower(test).Threads.Count);
        string text = LitmusPrinter.Print(test);
        Assert.Contains("Volatile.Write(ref done_0, 1);", text, StringComparison.Ordinal);
        Assert.Contains("while (Volatile.Read(ref done_1) == 0) { }", text, StringComparison.Ordinal);
        Assert.Contains("returns from its middle", AttributeTranslation.WhyNotChecked(AttributeRunner.Parse(Name("ReturnsEarly"))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_leaves_out_what_was_graded_before()
    {
        LitmusTest test = AttributeRunner.Parse(Name("AllElseIsForbidden"));
        Assert.Equal("[first]=1 /\\ ~([first]=1 /\\ [second]=2) \\/ ~([first]=1 /\\ [second]=2) /\\ ~[first]=1", LitmusPrinter.Print(test.Condition!.Proposition));
        Assert.Equal(3, test.Expectations.Count);
    }

    [Fact]
    public void A_property_that_is_a_field_is_one()
    {
        LitmusTest test = AttributeRunner.Parse(Name("WithProperty"));
        Assert.Null(AttributeTranslation.WhyNotChecked(test));
        Assert.Contains("Flag = 3;", LitmusPrinter.Print(test), StringComparison.Ordinal);
        Assert.Equal([3L], Assert.Single(Run("WithProperty", 100).Outcomes).Values);
    }

    [Fact]
    public void What_models_cannot_say_is_run_and_not_checked()
    {
        string? why = AttributeTranslation.WhyNotChecked(AttributeRunner.Parse(Name("Throws")));
        Assert.Contains("the field text is a String", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_pdb_it_is_said_that_the_source_is_not_at_hand()
    {
        using var folder = new ScratchFolder();
        string alone = folder.File(Path.GetFileName(Own));
        File.Copy(Own, alone);
        string name = $"{alone}#{typeof(Both).FullName}";
        Assert.Contains("no portable PDB beside it", AttributeTranslation.WhyNotChecked(AttributeRunner.Parse(name)), StringComparison.Ordinal);
    }

    private static string Name(string type) => $"{Own}#{typeof(Both).Namespace}.{type}";

    private static HardwareResult Run(string type, long iterations)
    {
        LitmusTest test = AttributeRunner.Parse(Name(type));
        var options = new HardwareOptions { Iterations = iterations, TimeBudget = TimeSpan.FromSeconds(30) };
        return AttributeRunner.Run(Name(type), LitmusLowering.Lower(test), options, CancellationToken.None);
    }
}
