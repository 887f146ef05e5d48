using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// A round that repeats itself until its loop is left: each of its reads returns what it returned in the round that is noted. Only the last, in which the loop
/// is left, is noted again if it has read: that it is the last is known once it has happened, so the thread is then run again, and stops repeating before.
/// </summary>
internal sealed class Repetition(ProgramRunner runner)
{
    /// <summary>After how many repetitions the thread is stopped, so that the answer is inconclusive.</summary>
    private const int Most = 100_000;

    private readonly Dictionary<(int Thread, int Loop, long Call, int From), int> limits = [];
    private (int Thread, int Loop, long Call, int From) key;
    private bool isRunAgain;
    private int count;
    private int cursor;
    private bool hasBegun;

    /// <summary>Which of the loops repeats its rounds, or -1.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Whether one does.</summary>
    public bool IsUnderWay => Index >= 0;

    /// <summary>Whether a repetition has come to the round's end.</summary>
    public bool IsThrough
    {
        get
        {
            SkipFences();
            return cursor == runner.Position;
        }
    }

    /// <summary>A thread begins anew.</summary>
    public void Restart()
    {
        Index = -1;
        if (!isRunAgain)
            limits.Clear();
        isRunAgain = false;
    }

    /// <summary>The round that ends here begins again; false if it is not to be repeated, because the last is next.</summary>
    public bool Begin(int index, (int Loop, long Call) loop, int from)
    {
        (Index, key, count) = (index, (runner.Thread, loop.Loop, loop.Call, from), 0);
        return Next();
    }

    /// <summary>The round begins once more; false if the last is next.</summary>
    public bool Next()
    {
        if (limits.TryGetValue(key, out int limit) && count == limit)
        {
            Index = -1;
            return false;
        }
        if (count++ == Most)
            runner.CutShort();
        (cursor, hasBegun) = (key.From, false);
        return true;
    }

    /// <summary>The loop is left.</summary>
    public void End()
    {
        Index = -1;
        if (!hasBegun)
            return;
        limits[key] = count - 1;
        isRunAgain = true;
        runner.RunAgain();
    }

    /// <summary>Whether a fence is part of it.</summary>
    public bool TryFence()
    {
        hasBegun |= IsUnderWay;
        return IsUnderWay;
    }

    /// <summary>The value read before, if the access is the same.</summary>
    public bool TryRead(EventKind kind, in Access access, Update update, long operand, long comparand, out long value)
    {
        SkipFences();
        value = 0;
        if (cursor == runner.Position)
            return false;
        ref Event e = ref EventAt(cursor);
        if (e.Kind != kind || e.Location != access.Location || e.Order != access.Order || e.Site != access.Site
            || (kind == EventKind.UpdateRead && (e.Update != update || e.Operand != operand || e.Comparand != comparand)))
            return false;
        (value, hasBegun) = (e.Value, true);
        cursor++;
        if (cursor < runner.Position && EventAt(cursor).Kind == EventKind.UpdateWrite)
            cursor++;
        return true;
    }

    private void SkipFences()
    {
        while (cursor < runner.Position && EventAt(cursor).Kind == EventKind.Fence)
            cursor++;
    }

    private ref Event EventAt(int position) => ref runner.Search.Graph.Events[runner.Search.Graph.Threads[runner.Thread].Events[position]];
}
