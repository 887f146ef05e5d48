using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>
/// Where a method's loops begin and end, and which of its variables still matter there. A loop's head is what a depth-first walk from the method's
/// beginning comes back to: each round passes it once, also where the condition is compiled below the body.
/// </summary>
internal sealed class ControlFlow
{
    private readonly MethodBody body;
    private readonly Dictionary<Instruction, int> order = [];
    private readonly int[][] next;
    private readonly SortedDictionary<int, List<int>> heads = [];
    private readonly HashSet<object> alwaysLive = [];
    private HashSet<object>[]? live;
    private ILookup<int, int>? before;

    public ControlFlow(MethodBody body)
    {
        this.body = body;
        foreach (Instruction instruction in body.Instructions)
            order.Add(instruction, order.Count);
        next = [.. body.Instructions.Select(Successors)];
        Walk();
        FindAlwaysLive();
    }

    /// <summary>The loops' heads, in the order of the code.</summary>
    public IEnumerable<Instruction> LoopHeads => heads.Keys.Select(head => body.Instructions[head]);

    /// <summary>Where the code goes on after a loop.</summary>
    public IEnumerable<Instruction> Exits(Instruction head)
    {
        HashSet<int> inside = Inside(order[head]);
        return inside.SelectMany(at => this.next[at]).Where(next => !inside.Contains(next)).Distinct().Select(exit => body.Instructions[exit]);
    }

    /// <summary>The variables and arguments whose values an instruction, or one after it, may use.</summary>
    public IEnumerable<object> LiveBefore(Instruction instruction) => alwaysLive.Union((live ??= Live())[order[instruction]]);

    /// <summary>Those that can be used where it is not seen: through their address, or by a handler.</summary>
    public IEnumerable<object> AlwaysLive => alwaysLive;

    /// <summary>Where an instruction is in the code.</summary>
    public int IndexOf(Instruction instruction) => order[instruction];

    /// <summary>What may come after the instruction at an index.</summary>
    public ReadOnlySpan<int> After(int index) => next[index];

    /// <summary>Where an exception in a loop may be caught.</summary>
    public IEnumerable<Instruction> Handlers(IReadOnlySet<int> inside) => inside.SelectMany(HandlersOf).Distinct().Select(handler => body.Instructions[handler]);

    private int[] Successors(Instruction at)
    {
        List<int> next = [];
        switch (at.Operand)
        {
            case Instruction target:
                next.Add(order[target]);
                break;
            case Instruction[] targets:
                next.AddRange(targets.Select(target => order[target]));
                break;
        }
        if (at.Next is { } following && at.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw))
            next.Add(order[following]);
        return [.. next];
    }

    private void Walk()
    {
        var isOnPath = new bool[this.next.Length];
        var isSeen = new bool[this.next.Length];
        var path = new Stack<(int At, int Taken)>();
        foreach (int root in Roots())
        {
            if (!isSeen[root])
                Enter(root);
            while (path.TryPop(out (int At, int Taken) top))
            {
                if (top.Taken == this.next[top.At].Length)
                {
                    isOnPath[top.At] = false;
                    continue;
                }
                path.Push((top.At, top.Taken + 1));
                int next = this.next[top.At][top.Taken];
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
        if (!heads.TryGetValue(head, out List<int>? ends))
            heads.Add(head, ends = []);
        ends.Add(from);
    }

    /// <summary>The natural loop of a head: what leads to where it is come back from, without passing it.</summary>
    public HashSet<int> Inside(Instruction head) => Inside(order[head]);

    private HashSet<int> Inside(int head)
    {
        this.before ??= Enumerable.Range(0, this.next.Length).SelectMany(at => this.next[at].Select(next => (at, next))).ToLookup(edge => edge.next, edge => edge.at);
        HashSet<int> inside = [head];
        var work = new Stack<int>(heads[head]);
        while (work.TryPop(out int at))
        {
            if (!inside.Add(at))
                continue;
            foreach (int before in this.before[at])
                work.Push(before);
        }
        return inside;
    }

    private IEnumerable<int> Roots() =>
    [
        0,
        .. body.ExceptionHandlers.Select(handler => order[handler.HandlerStart]),
        .. body.ExceptionHandlers.Where(handler => handler.FilterStart is not null).Select(handler => order[handler.FilterStart]),
    ];

    // What an address is taken of can be read through it; what a handler uses can be read after any instruction.
    private void FindAlwaysLive()
    {
        foreach (Instruction at in body.Instructions)
        {
            if (at.Operand is VariableDefinition or ParameterDefinition && (IsInHandler(at) || (at.OpCode.Code is Code.Ldloca or Code.Ldarga && !OutArguments.Sets(at))))
                alwaysLive.Add(at.Operand);
        }
    }

    private bool IsInHandler(Instruction at)
    {
        int position = order[at];
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            int start = order[handler.FilterStart ?? handler.HandlerStart];
            int end = handler.HandlerEnd is null ? order.Count : order[handler.HandlerEnd];
            if (position >= start && position < end)
                return true;
        }
        return false;
    }

    private IEnumerable<int> HandlersOf(int at)
    {
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            int end = handler.TryEnd is null ? order.Count : order[handler.TryEnd];
            if (at < order[handler.TryStart] || at >= end)
                continue;
            yield return order[handler.HandlerStart];
            if (handler.FilterStart is { } filter)
                yield return order[filter];
        }
    }

    private HashSet<object>[] Live()
    {
        var live = new HashSet<object>[this.next.Length];
        for (int i = 0; i < live.Length; i++)
            live[i] = [];
        int[][] handlers = [.. this.next.Select((_, i) => HandlersOf(i).ToArray())];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = live.Length - 1; i >= 0; i--)
            {
                int before = live[i].Count;
                foreach (int next in this.next[i])
                    live[i].UnionWith(live[next]);
                if (body.Instructions[i] is { Operand: VariableDefinition or ParameterDefinition, OpCode.Code: var code } instruction)
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
