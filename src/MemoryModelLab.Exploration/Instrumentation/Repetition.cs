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

    private readonly Dictionary<(int Thread, int Loop, long Call, int From), int> _limits = [];
    private (int Thread, int Loop, long Call, int From) _key;
    private bool _isRunAgain;
    private int _count;
    private int _cursor;
    private bool _hasBegun;

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
            return _cursor == runner.Position;
        }
    }

    /// <summary>A thread begins anew.</summary>
    public void Restart()
    {
        Index = -1;
        if (!_isRunAgain)
            _limits.Clear();
        _isRunAgain = false;
    }

    /// <summary>The round that ends here begins again; false if it is not to be repeated, because the last is next.</summary>
    public bool Begin(int index, (int Loop, long Call) loop, int from)
    {
        (Index, _key, _count) = (index, (runner.Thread, loop.Loop, loop.Call, from), 0);
        return Next();
    }

    /// <summary>The round begins once more; false if the last is next.</summary>
    public bool Next()
    {
        if (_limits.TryGetValue(_key, out int limit) && _count == limit)
        {
            Index = -1;
            return false;
        }
        if (_count++ == Most)
            runner.CutShort();
        (_cursor, _hasBegun) = (_key.From, false);
        return true;
    }

    /// <summary>The loop is left.</summary>
    public void End()
    {
        Index = -1;
        if (!_hasBegun)
            return;
        _limits[_key] = _count - 1;
        _isRunAgain = true;
        runner.RunAgain();
    }

    /// <summary>Whether a fence is part of it.</summary>
    public bool TryFence()
    {
        _hasBegun |= IsUnderWay;
        return IsUnderWay;
    }

    /// <summary>The value read before, if the access is the same.</summary>
    public bool TryRead(EventKind kind, in Access access, Update update, long operand, long comparand, out long value)
    {
        SkipFences();
        value = 0;
        if (_cursor == runner.Position)
            return false;
        ref Event e = ref EventAt(_cursor);
        if (e.Kind != kind || e.Location != access.Location || e.Order != access.Order || e.Site != access.Site
            || (kind == EventKind.UpdateRead && (e.Update != update || e.Operand != operand || e.Comparand != comparand)))
            return false;
        (value, _hasBegun) = (e.Value, true);
        _cursor++;
        if (_cursor < runner.Position && EventAt(_cursor).Kind == EventKind.UpdateWrite)
            _cursor++;
        return true;
    }

    private void SkipFences()
    {
        while (_cursor < runner.Position && EventAt(_cursor).Kind == EventKind.Fence)
            _cursor++;
    }

    private ref Event EventAt(int position) => ref runner.Search.Graph.Events[runner.Search.Graph.Threads[runner.Thread].Events[position]];
}
