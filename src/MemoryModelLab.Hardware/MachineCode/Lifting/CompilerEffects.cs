using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>
/// Compares the memory accesses of a thread with those of its code, by the order they stand in. What the compiler may do to plain accesses
/// (dotnet/runtime, docs/design/specs/Memory-model.md) and did is named.
/// </summary>
internal static class CompilerEffects
{
    /// <summary>The differences in thread <paramref name="thread"/>, as sentences.</summary>
    public static IEnumerable<string> Of(LitmusProgram source, int thread, LiftedCode code)
    {
        Access[] written = [.. Accesses(source, thread)];
        Access[] emitted = [.. code.Accesses.Where(access => !code.LockObjects.Contains(access.Place))];
        string name = $"P{thread}";
        foreach (var group in written.Concat(emitted).GroupBy(access => (access.Kind, access.Place)))
        {
            int before = written.Count(access => (access.Kind, access.Place) == group.Key), after = emitted.Count(access => (access.Kind, access.Place) == group.Key);
            string what = $"{Verb(group.Key.Kind)} {(group.Key.Place == Access.Field ? "a field" : group.Key.Place)}";
            bool looped = written.Any(access => (access.Kind, access.Place) == group.Key && access.InLoop), loops = emitted.Any(access => (access.Kind, access.Place) == group.Key && access.InLoop);
            bool unlooped = looped && !loops && after > 0;
            bool hoisted = unlooped && after <= before && group.All(access => access is { Kind: 'R', IsOrdered: false });
            if (after == 0 && before > 0) yield return $"{name}: dropped access: nothing {what}, as the source does";
            else if (after < before) yield return $"{name}: merged accesses: {what} {Times(before)} in the source, {Times(after)} in the code";
            else if (after > before && !unlooped) yield return $"{name}: added access: {what} {Times(before)} in the source, {Times(after)} in the code";
            if (hoisted) yield return $"{name}: hoisted access: {what} in a loop of the source, but before it in the code, which does not see a change";
            else if (unlooped) yield return $"{name}: unrolled loop: {what} in a loop of the source, {Times(after)} without a loop in the code";
        }

        bool sameAccesses = written.Select(access => access.ToString()).Order(StringComparer.Ordinal).SequenceEqual(emitted.Select(access => access.ToString()).Order(StringComparer.Ordinal));
        if (sameAccesses && !written.Select(access => access.ToString()).SequenceEqual(emitted.Select(access => access.ToString())))
        {
            yield return $"{name}: reordered accesses: {string.Join(", ", written)} in the source, {string.Join(", ", emitted)} in the code";
        }
    }

    private static IEnumerable<Access> Accesses(LitmusProgram source, int thread)
    {
        IReadOnlyList<Op> code = source.Threads[thread].Code;
        for (int i = 0; i < code.Count; i++)
        {
            int at = i;
            bool inLoop = code.Skip(at).Any(op => TargetOf(op) is { } target && target <= at);
            switch (code[i])
            {
                case Op.Load load when !load.Tags.HasFlag(EventTags.Monitor) && !load.Tags.HasFlag(EventTags.ReadModifyWrite):
                    yield return new Access('R', PlaceOf(source, load.Address), inLoop) { IsOrdered = (load.Tags & (EventTags.Volatile | EventTags.Interlocked)) != EventTags.None };
                    break;
                case Op.Load load when load.Tags.HasFlag(EventTags.ReadModifyWrite) && !load.Tags.HasFlag(EventTags.Monitor):
                    yield return new Access('U', PlaceOf(source, load.Address), inLoop);
                    break;
                case Op.Store store when store.Rmw == RmwRole.None && !store.Tags.HasFlag(EventTags.Monitor):
                    yield return new Access('W', PlaceOf(source, store.Address), inLoop);
                    break;
            }
        }
    }

    private static int? TargetOf(Op op) => op switch
    {
        Op.Branch branch => branch.Target,
        Op.Jump jump => jump.Target,
        _ => null,
    };

    private static string PlaceOf(LitmusProgram source, Operand address)
    {
        if (!address.IsConstant) return Access.Field;
        int declared = source.Locations.Count(location => location.Offset == 0);
        return AddressSpace.TryDecode(address.Value, declared, out int index, out long offset) && offset == 0 ? source.Locations[index].Name : Access.Field;
    }

    private static string Verb(char kind) => kind switch
    {
        'R' => "reads",
        'W' => "writes",
        _ => "updates",
    };

    private static string Times(int count) => count switch
    {
        0 => "not at all",
        1 => "once",
        2 => "twice",
        _ => $"{count} times",
    };
}
