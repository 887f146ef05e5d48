using System.Globalization;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>
/// Turns the machine code of a C# test into a litmus test of the processor: its threads are the code, its locations are the test's, and
/// its condition is the test's with registers for locals.
/// </summary>
public static class TestLifter
{
    private static readonly int[] Widths = [8, 4, 2, 1];

    /// <summary>The test that <paramref name="compiled"/> is.</summary>
    /// <exception cref="NotSupportedException">Its code has something that has no meaning in a litmus test; the message says what.</exception>
    public static LiftedTest Lift(MachineCodeResult compiled)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        if (compiled.Problem is { } problem) throw new NotSupportedException(problem);
        LitmusProgram source = compiled.Program;
        Architecture architecture = compiled.Options.Target == TargetProcessor.Arm64 ? Architecture.AArch64 : Architecture.X86_64;
        var objects = new ObjectNames(compiled.Bodies.SelectMany(body => body.Body.Locations));
        var threads = new List<(LiftedCode Code, RegisterChoice Registers, ThreadLifter Lifter)>();
        foreach (MachineBody body in compiled.Bodies)
        {
            var lifter = ThreadLifter.For(body, compiled.Options.Target, objects);
            LiftedCode code = lifter.Lift();
            objects.EndThread();
            var registers = new RegisterChoice(code, architecture, lifter.Parameters.Select(parameter => parameter.Register));
            registers.Apply(code);
            threads.Add((code, registers, lifter));
        }

        var names = new StateRenaming(source, (thread, local) => threads[thread].Registers.Of($"{LiftedCode.Placeholder}{local}"));
        Proposition? attempts = All(threads.SelectMany((thread, index) => thread.Code.Attempts.Select(taken => (Proposition)new Proposition.Equal(new StateReference(index, thread.Registers.Of(taken)), new StateValue(0)))));
        Proposition? filter = source.Test.Filter is { } given ? names.Rename(given) : null;
        var test = new LitmusTest
        {
            Architecture = architecture,
            Name = source.Test.Name,
            Description = source.Test.Description,
            Init = [.. Initial(source, threads)],
            Threads = [.. threads.Select((thread, index) => new AssemblyThread($"P{index.ToString(CultureInfo.InvariantCulture)}", [.. thread.Code.Lines]))],
            Locations = [.. source.Observed.Select(names.Typed)],
            Filter = filter is null ? attempts : attempts is null ? filter : new Proposition.And(filter, attempts),
            Condition = source.Test.Condition is { } condition ? condition with { Proposition = names.Rename(condition.Proposition) } : null,
            Expectations = [.. source.Test.Expectations.Select(expectation => expectation with { Proposition = names.Rename(expectation.Proposition) })],
        };

        // What is checked is what is printed.
        string text = LitmusPrinter.Print(test);
        return new LiftedTest(source, LitmusParser.Parse(text, $"{source.Test.Name} as compiled"), text, [.. threads.SelectMany((thread, index) => CompilerEffects.Of(source, index, thread.Code))]);
    }

    private static IEnumerable<InitialValue> Initial(LitmusProgram source, List<(LiftedCode Code, RegisterChoice Registers, ThreadLifter Lifter)> threads)
    {
        HashSet<string> locks = [.. threads.SelectMany(thread => thread.Code.LockObjects)];
        foreach (Location location in source.Locations.Where(location => location.Offset == 0 && threads.Exists(thread => thread.Lifter.Parameters.Any(parameter => parameter.Location == location.Name))))
        {
            StateValue value = locks.Contains(location.Name) ? new StateValue(0, LockOf(location.Name)) : new StateValue(location.Initial);
            yield return new InitialValue(null, new StateReference(null, location.Name), value);
        }

        foreach (string name in locks) yield return new InitialValue(null, new StateReference(null, LockOf(name)), new StateValue(0));
        foreach (InitialValue made in Objects(threads)) yield return made;
        for (int thread = 0; thread < threads.Count; thread++)
        {
            foreach ((string register, string location) in threads[thread].Lifter.Parameters) yield return new InitialValue(null, new StateReference(thread, register), new StateValue(0, location));
        }
    }

    // An object is an array of zeros, as the allocator hands it out: its elements are as wide as its fields are apart.
    private static IEnumerable<InitialValue> Objects(List<(LiftedCode Code, RegisterChoice Registers, ThreadLifter Lifter)> threads)
    {
        long[] offsets = [.. threads.SelectMany(thread => thread.Code.FieldOffsets)];
        int bytes = Widths.First(size => offsets.All(offset => offset % size == 0));
        long length = (offsets.DefaultIfEmpty(0).Max() / bytes) + 1;
        foreach (string name in threads.SelectMany(thread => thread.Code.Objects))
        {
            var zeros = Enumerable.Repeat(new StateValue(0), (int)length);
            yield return new InitialValue($"int{(8 * bytes).ToString(CultureInfo.InvariantCulture)}_t", new StateReference(null, name), null, [.. zeros]);
        }
    }

    private static Proposition? All(IEnumerable<Proposition> parts) => parts.Aggregate((Proposition?)null, (all, part) => all is null ? part : new Proposition.And(all, part));

    private static string LockOf(string location) => $"{location}_lock";
}
