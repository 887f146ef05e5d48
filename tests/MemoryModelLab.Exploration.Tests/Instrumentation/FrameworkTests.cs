using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The framework's concurrent collections, as they are.</summary>
public class FrameworkTests
{
    [Fact]
    public void StackIsLinearizable() => Explorer.Linearizable(
        () => new ConcurrentStack<int>(),
        [
            [stack => { stack.Push(1); return null; }, stack => stack.TryPop(out int top) ? top : null],
            [stack => { stack.Push(2); return null; }, stack => stack.TryPeek(out int top) ? top : null],
        ],
        null);

    [Fact]
    public void DictionaryIsLinearizable() => Explorer.Linearizable(
        () => new ConcurrentDictionary<int, int>(2, 4),
        [
            [dictionary => dictionary.TryAdd(1, 10), dictionary => dictionary.TryRemove(1, out int value) ? value : null, dictionary => dictionary.TryAdd(2, 5)],
            [dictionary => dictionary.TryAdd(1, 20), dictionary => dictionary.TryGetValue(1, out int value) ? value : null, dictionary => dictionary.TryUpdate(1, 30, 20)],
        ],
        null);

    // An addition ends by releasing a lock, which a later look-up without a lock may go before: two threads that each add a key and look for the
    // other's may both find nothing. Only a lock whose release is a full fence too, as that of today's x64, hides it.
    [Theory]
    [InlineData(MemoryModelKind.Sequential, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.DotNet, ExplorationVerdict.Failed)]
    public void ADictionaryOrdersAnAdditionAndALookUpNoMoreThanItsLockDoes(MemoryModelKind model, ExplorationVerdict expected)
    {
        InstrumentedResult result = Explorer.RunLinearizable(
            () => new ConcurrentDictionary<int, int>(2, 4),
            [
                [dictionary => dictionary.TryAdd(1, 10), dictionary => dictionary.TryGetValue(2, out int value) ? value : null],
                [dictionary => dictionary.TryAdd(2, 20), dictionary => dictionary.TryGetValue(1, out int value) ? value : null],
            ],
            null, new InstrumentedOptions { Exploration = new ExplorationOptions { Model = model } });
        Assert.Equal(expected, result.Exploration.Verdict);
    }

    [Fact]
    public void ABagGivesBackWhatWasPutIn() => Explorer.Check(
        static () =>
        {
            var bag = new ConcurrentBag<int>();
            int taken = 0;
            Parallel.Invoke(() => bag.Add(1), () => taken = bag.TryTake(out int item) ? item : 0);
            Assert.Equal(taken == 1, bag.IsEmpty);
        });

    [Fact]
    public void AQueueIsLinearizable() => Explorer.Linearizable(
        () => new ConcurrentQueue<int>(),
        [
            [queue => { queue.Enqueue(1); return null; }, queue => { queue.Enqueue(2); return null; }],
            [queue => { queue.Enqueue(3); return null; }],
            [queue => queue.TryDequeue(out int first) ? first : null, queue => queue.TryDequeue(out int first) ? first : null],
        ]);

    [Fact]
    public void AQueueGivesWhatEachHasPutInInItsOrder()
    {
        ExplorationResult result = Explorer.Run(static () =>
        {
            var queue = new ConcurrentQueue<int>();
            List<int> taken = [];
            Parallel.Invoke(
                () => { queue.Enqueue(1); queue.Enqueue(2); },
                () => { queue.Enqueue(3); queue.Enqueue(4); },
                () =>
                {
                    while (taken.Count < 2 && queue.TryDequeue(out int first))
                        taken.Add(first);
                });
            Assert.True(taken is [] or [1] or [3] or [1, 2 or 3] or [3, 1 or 4]);
            Assert.Equal(4 - taken.Count, queue.Count);
        }).Exploration;
        Assert.Equal(ExplorationVerdict.Passed, result.Verdict);
    }

    [Fact]
    public void ASpinLockLetsInOneAfterTheOther() => Explorer.Check(static () =>
    {
        var (spin, count) = (new SpinLock(enableThreadOwnerTracking: true), 0);
        Action add = () =>
        {
            bool isTaken = false;
            spin.Enter(ref isTaken);
            count++;
            spin.Exit();
        };
        Parallel.Invoke(add, add);
        Assert.Equal(2, count);
    });

    // Where the bug was that CopyOfAQueue in WeakOnlyPrograms is after.
    [Fact]
    public void ACopyOfAQueueHoldsWhatWasPutIn() => Explorer.Check(static () =>
    {
        var queue = new ConcurrentQueue<string>();
        string[] copy = [];
        Parallel.Invoke(() => queue.Enqueue("a"), () => copy = queue.ToArray());
        Assert.True(copy is [] or ["a"]);
    });

    [Fact]
    public void AnAssemblyThatWasAskedForIsRewrittenAsAWhole() => Explorer.Linearizable(
        () => new ConcurrentStack<int>(),
        [
            [stack => { stack.Push(1); return null; }],
            [stack => stack.TryPop(out int top) ? top : null],
        ],
        null, new InstrumentedOptions { Also = ["System.Collections.Concurrent"] });

    [Fact]
    public void WhatCannotBeAskedForIsToldOf()
    {
        Assert.Contains("the collections in it are explored without being asked for", Refused("System.Private.CoreLib"), StringComparison.Ordinal);
        Assert.Contains("no assembly to rewrite is called 'System.Colections'", Refused("System.Colections"), StringComparison.Ordinal);

        static string Refused(string also) =>
            Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(static () => { }, new InstrumentedOptions { Also = [also] })).Message;
    }

    [Fact]
    public void AllMethodsOfAllCopiesAreValid()
    {
        using var program = new InstrumentedProgram(typeof(FrameworkTests).Assembly.Location);
        string[] sources = ["System.Private.CoreLib", "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable"];
        Type[] copies = [.. sources.SelectMany(source => Assembly.Load(source).GetTypes()).Where(type => !type.IsNested && program.FindType(type) != type).Select(program.FindType)];
        Assert.True(copies.Length > 40);
        Assert.Empty(copies.SelectMany(copy => copy.Assembly.GetTypes()).SelectMany(Invalid));
    }

    private static IEnumerable<string> Invalid(Type type)
    {
        const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        foreach (MethodBase method in type.GetMembers(All).OfType<MethodBase>().Where(method => !method.IsAbstract))
        {
            Type[] parameters = [.. type.GetGenericArguments(), .. method.IsGenericMethod ? method.GetGenericArguments() : []];
            string? error = null;
            try
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. parameters.Select(_ => typeof(string).TypeHandle)]);
            }
            catch (Exception invalid) when (invalid is InvalidProgramException or BadImageFormatException or TypeLoadException or MissingMemberException or MemberAccessException or FileLoadException)
            {
                error = $"{type}.{method.Name}: {invalid.Message}";
            }
            catch (Exception constrained) when (constrained is ArgumentException or VerificationException)
            {
                // Not for strings.
            }
            if (error is not null)
                yield return error;
        }
    }
}
