using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// Where a method's loops begin and end, and which of its variables still matter there. A loop's head is what a depth-first walk from the method's
/// beginning comes back to: each round passes it once, also where the condition is compiled below the body.
/// </summary>
internal sealed class ControlFlow
{
    private readonly MethodBody _body;
    private readonly Dictionary<Instruction, int> _order = [];
    private readonly int[][] _next;
    private readonly SortedDictionary<int, List<int>> _heads = [];
    private readonly HashSet<object> _alwaysLive = [];
    private HashSet<object>[]? _live;
    private ILookup<int, int>? _before;

    public ControlFlow(MethodBody body)
    {
        _body = body;
        foreach (Instruction instruction in body.Instructions)
            _order.Add(instruction, _order.Count);
        _next = [.. body.Instructions.Select(Successors)];
        Walk();
        FindAlwaysLive();
    }

    /// <summary>The loops' heads, in the order of the code.</summary>
    public IEnumerable<Instruction> LoopHeads => _heads.Keys.Select(head => _body.Instructions[head]);

    /// <summary>Where the code goes on after a loop.</summary>
    public IEnumerable<Instruction> Exits(Instruction head)
    {
        HashSet<int> inside = Inside(_order[head]);
        return inside.SelectMany(at => _next[at]).Where(next => !inside.Contains(next)).Distinct().Select(exit => _body.Instructions[exit]);
    }

    /// <summary>The variables and arguments whose values an instruction, or one after it, may use.</summary>
    public IEnumerable<object> LiveBefore(Instruction instruction) => _alwaysLive.Union((_live ??= Live())[_order[instruction]]);

    /// <summary>Those that can be used where it is not seen: through their address, or by a handler.</summary>
    public IEnumerable<object> AlwaysLive => _alwaysLive;

    /// <summary>Where an instruction is in the code.</summary>
    public int IndexOf(Instruction instruction) => _order[instruction];

    /// <summary>What may come after the instruction at an index.</summary>
    public ReadOnlySpan<int> After(int index) => _next[index];

    /// <summary>Where an exception in a loop may be caught.</summary>
    public IEnumerable<Instruction> Handlers(IReadOnlySet<int> inside) => inside.SelectMany(HandlersOf).Distinct().Select(handler => _body.Instructions[handler]);

    private int[] Successors(Instruction at)
    {
        List<int> next = [];
        switch (at.Operand)
        {
            case Instruction target:
                next.Add(_order[target]);
                break;
            case Instruction[] targets:
                next.AddRange(targets.Select(target => _order[target]));
                break;
        }
        if (at.Next is { } following && at.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw))
            next.Add(_order[following]);
        return [.. next];
    }

    private void Walk()
    {
        var isOnPath = new bool[_next.Length];
        var isSeen = new bool[_next.Length];
        var path = new Stack<(int At, int Taken)>();
        foreach (int root in Roots())
        {
            if (!isSeen[root])
                Enter(root);
            while (path.TryPop(out (int At, int Taken) top))
            {
                if (top.Taken == _next[top.At].Length)
                {
                    isOnPath[top.At] = false;
                    continue;
                }
                path.Push((top.At, top.Taken + 1));
                int next = _next[top.At][top.Taken];
                if (isOnPath[next])
                    AddHead(next, top.At);
                else if (!isSeen[next])
                    Enter(next);
            }
        }

        void Enter(int at)
        {
            isSeen[at] = isOnPath[at] = true;
            path.Push((at, 0));
        }
    }

    private void AddHead(int head, int from)
    {
        if (!_heads.TryGetValue(head, out List<int>? ends))
            _heads.Add(head, ends = []);
        ends.Add(from);
    }

    /// <summary>The natural loop of a head: what leads to where it is come back from, without passing it.</summary>
    public HashSet<int> Inside(Instruction head) => Inside(_order[head]);

    private HashSet<int> Inside(int head)
    {
        _before ??= Enumerable.Range(0, _next.Length).SelectMany(at => _next[at].Select(next => (at, next))).ToLookup(edge => edge.next, edge => edge.at);
        HashSet<int> inside = [head];
        var work = new Stack<int>(_heads[head]);
        while (work.TryPop(out int at))
        {
            if (!inside.Add(at))
                continue;
            foreach (int before in _before[at])
                work.Push(before);
        }
        return inside;
    }

    private IEnumerable<int> Roots() =>
    [
        0,
        .. _body.ExceptionHandlers.Select(handler => _order[handler.HandlerStart]),
        .. _body.ExceptionHandlers.Where(handler => handler.FilterStart is not null).Select(handler => _order[handler.FilterStart]),
    ];

    // What an address is taken of can be read through it; what a handler uses can be read after any instruction.
    private void FindAlwaysLive()
    {
        foreach (Instruction at in _body.Instructions)
        {
            if (at.Operand is VariableDefinition or ParameterDefinition && (IsInHandler(at) || (at.OpCode.Code is Code.Ldloca or Code.Ldarga && !OutArguments.Sets(at))))
                _alwaysLive.Add(at.Operand);
        }
    }

    private bool IsInHandler(Instruction at)
    {
        int position = _order[at];
        foreach (ExceptionHandler handler in _body.ExceptionHandlers)
        {
            int start = _order[handler.FilterStart ?? handler.HandlerStart];
            int end = handler.HandlerEnd is null ? _order.Count : _order[handler.HandlerEnd];
            if (position >= start && position < end)
                return true;
        }
        return false;
    }

    private IEnumerable<int> HandlersOf(int at)
    {
        foreach (ExceptionHandler handler in _body.ExceptionHandlers)
        {
            int end = handler.TryEnd is null ? _order.Count : _order[handler.TryEnd];
            if (at < _order[handler.TryStart] || at >= end)
                continue;
            yield return _order[handler.HandlerStart];
            if (handler.FilterStart is { } filter)
                yield return _order[filter];
        }
    }

    private HashSet<object>[] Live()
    {
        var live = new HashSet<object>[_next.Length];
        for (int i = 0; i < live.Length; i++)
            live[i] = [];
        int[][] handlers = [.. _next.Select((_, i) => HandlersOf(i).ToArray())];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = live.Length - 1; i >= 0; i--)
            {
                int before = live[i].Count;
                foreach (int next in _next[i])
                    live[i].UnionWith(live[next]);
                if (_body.Instructions[i] is { Operand: VariableDefinition or ParameterDefinition, OpCode.Code: var code } instruction)
                {
                    if (code is Code.Stloc or Code.Starg || (code is Code.Ldloca or Code.Ldarga && OutArguments.Sets(instruction)))
                        live[i].Remove(instruction.Operand);
                    else
                        live[i].Add(instruction.Operand);
                }
                foreach (int handler in handlers[i])
                    live[i].UnionWith(live[handler]);
                changed |= live[i].Count != before;
            }
        }
        return live;
    }
}
