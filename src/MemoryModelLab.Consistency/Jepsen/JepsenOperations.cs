using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Consistency.Jepsen;

/// <summary>
/// Puts Jepsen's events together: an operation is an invocation and how it ended. <c>:ok</c> took effect; <c>:fail</c> did not; <c>:info</c>, and an invocation that nothing
/// follows, may have, or may yet. What the objects are is told by what is asked of them.
/// </summary>
/// <param name="path">What errors call the file.</param>
/// <param name="failedCasCompares">Whether a compare-and-set that failed without an error found another value than it expected: so in logs, where nothing else says that it ran.</param>
internal sealed class JepsenOperations(string path, bool failedCasCompares)
{
    private readonly Dictionary<string, (ObjectOperation Operation, long Line, bool IsKeyed)> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> ended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lives = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly List<ObjectOperation> operations = [];
    private readonly HashSet<string> functions = [];
    private readonly List<Fault> faults = [];
    private readonly NameTable texts = new();
    private Fault? fault;
    private bool? hasTimes;
    private bool hasLocks;
    private long events;

    /// <summary>Takes the next event.</summary>
    public void Add(JepsenEvent one)
    {
        hasTimes ??= one.Time is not null;
        if (hasTimes != one.Time is not null) throw Error(one, hasTimes.Value ? "the operation has no :time, and others have" : "the operation has a :time, and others have none");
        long time = one.Time ?? events;
        events++;
        if (one.Process.Kind == EdnKind.Keyword || (one.Process.Kind != EdnKind.Number && one.Type == "info")) AddFault(one, time);
        else if (one.Type == "invoke") Invoke(one, time);
        else End(one, time);
    }

    /// <summary>The history.</summary>
    public RecordedHistory Build()
    {
        if (events == 0) throw new HistoryException(path, 1, 1, "no operation is here; expected Jepsen's: {:process 0, :type :invoke, :f :read, :value nil} in EDN, or the same between tabs in a log");
        foreach ((ObjectOperation operation, _, _) in open.Values) operations.Add(operation with { Outcome = Outcome.Info });
        if (fault is not null) faults.Add(fault);
        ObjectType type = TypeOf();
        string name = Path.GetFileNameWithoutExtension(path);
        string? foreign = functions.FirstOrDefault(f => !type.Functions.Contains(f));
        if (foreign is not null) throw new HistoryException(path, 1, 1, $"'{foreign}' beside {string.Join(", ", functions.Where(type.Functions.Contains).Select(f => $"'{f}'"))}: no object has all of them (there are {string.Join("; ", ObjectType.All.Select(t => $"{t.Name}: {string.Join(", ", t.Functions)}"))})");
        return type.IsRegister ? new RecordedHistory(Registers(name)) : new RecordedHistory(Objects(name, type)) { Faults = faults };
    }

    private ObjectHistory Objects(string name, ObjectType type) => new(name, type, type == ObjectType.Append || type == ObjectType.Set ? operations.Select(WithItems) : operations, texts) { Initial = type == ObjectType.Text ? ObjectHistory.NumberOf(texts, "") : 0 };

    /// <summary>Nothing, read of a list or a set, is an empty one.</summary>
    private ObjectOperation WithItems(ObjectOperation operation) => operation.Function == "read" && operation.Answer == Nil ? operation with { Answer = null, Items = [] } : operation;

    private History Registers(string name)
    {
        var builder = new HistoryBuilder { Name = name };
        builder.Initial = hasLocks ? 0 : builder.ValueOf("nil");
        foreach (ObjectOperation operation in operations.OrderBy(o => o.Id))
        {
            (OperationKind kind, Outcome outcome) = (operation.Function, operation.Outcome) switch
            {
                ("read", _) => (OperationKind.Read, operation.Outcome),
                ("write", _) => (OperationKind.Write, operation.Outcome),
                ("delete", _) => (OperationKind.Delete, operation.Outcome),
                (_, Outcome.Fail) when operation.Answer is null => (OperationKind.Write, Outcome.Fail), // it never ran: no value was compared
                _ => (OperationKind.CompareAndSet, operation.Outcome),
            };
            long value = kind == OperationKind.Delete ? builder.Initial : Value(kind == OperationKind.Read ? operation.Answer ?? Nil : operation.Argument);
            builder.Add(kind, outcome, operation.Client, operation.Key, value, Value(operation.Expected), operation.Invocation, outcome == Outcome.Info ? Operation.Never : operation.Response);
        }

        foreach (Fault one in faults) builder.Faults.Add(one);
        return builder.Build();

        long Value(long number) => NameTable.IsName(number) ? builder.ValueOf(texts[NameTable.IndexOf(number) - 1]) : number;
    }

    private long Nil => ObjectHistory.NumberOf(texts, "nil");

    private ObjectType TypeOf()
    {
        if (functions.Overlaps(["enqueue", "dequeue"])) return ObjectType.Queue;
        if (functions.Overlaps(["push", "pop"])) return ObjectType.Stack;
        if (functions.Overlaps(["contains", "remove"])) return ObjectType.Set;
        bool readsMany = operations.Exists(o => o.Items is not null);
        if (functions.Contains("add")) return readsMany ? ObjectType.Set : ObjectType.Counter;
        if (functions.Contains("append")) return !readsMany && (functions.Contains("write") || operations.Exists(o => o.Function == "read" && o.Answer is not null)) ? ObjectType.Text : ObjectType.Append;
        return ObjectType.KeyValue;
    }

    private HistoryException Error(JepsenEvent one, string message) => new(path, one.Line, one.Column, message);

    private string Intern(string name)
    {
        if (!names.TryGetValue(name, out string? known)) names.Add(name, known = name);
        return known;
    }

    private void AddFault(JepsenEvent one, long time)
    {
        string text = one.Value is null or { Kind: EdnKind.Nil } ? one.Function : $"{one.Function} {one.Value.Name}";
        if (text.Length > 200) text = text[..200] + "…";
        bool isEnd = fault is not null && (fault.Text == one.Function || fault.Text.StartsWith(one.Function + " ", StringComparison.Ordinal));
        if (fault is not null) faults.Add(isEnd ? fault with { Text = text, To = time } : fault);
        fault = isEnd ? null : new Fault(text, time, time);
    }

    private void Invoke(JepsenEvent one, long time)
    {
        string process = one.Process.Name;
        if (open.TryGetValue(process, out (ObjectOperation Operation, long Line, bool) before)) throw Error(one, $"process {process} invokes :{one.Function} before its operation of line {before.Line} has ended; expected a sequential process");
        if (ended.TryGetValue(process, out long free) && time < free) throw Error(one, $"process {process} invokes at {time}, before its operation before it ended at {free}");
        (string function, string? key, EdnValue? value) = Unwrap(one);
        string known = Function(one, function);
        bool isKeyed = key is null && value is { Kind: EdnKind.Vector, Items.Count: 2 } && (known != "cas" || value.Items[1].Kind == EdnKind.Vector);
        if (isKeyed) (key, value) = (value!.Items[0].Name, value.Items[1]);
        int life = lives.GetValueOrDefault(process);
        bool isLock = IsLock(function), isCas = known == "cas" && !isLock;
        if (isCas && value is not { Kind: EdnKind.Vector, Items.Count: 2 }) throw Error(one, "the compare-and-set has no [expected new] value");
        functions.Add(known);
        hasLocks |= isLock;
        open.Add(process, (new ObjectOperation
        {
            Id = operations.Count + open.Count,
            Client = Intern(life == 0 ? process : $"{process}.{life}"),
            Key = Intern(one.Key ?? key ?? "0"),
            Function = known,
            Argument = isLock ? (function == "acquire" ? 1 : 0) : known is "read" or "dequeue" or "pop" ? 0 : Number(isCas ? value!.Items[1] : value),
            Expected = isLock ? (function == "acquire" ? 0 : 1) : isCas ? Number(value!.Items[0]) : 0,
            Invocation = time,
            Response = Operation.Never,
        }, one.Line, isKeyed));
    }

    private void End(JepsenEvent one, long time)
    {
        string process = one.Process.Name;
        if (!open.Remove(process, out (ObjectOperation Operation, long Line, bool IsKeyed) begun)) throw Error(one, $"process {process} ends :{one.Function}, which it has not invoked");
        (string function, _, EdnValue? value) = Unwrap(one);
        ObjectOperation operation = begun.Operation;
        if (Function(one, function) != operation.Function) throw Error(one, $"process {process} ends :{one.Function}; it invoked '{operation.Function}' in line {begun.Line}");
        if (time < operation.Invocation) throw Error(one, $"the operation ends at {time}, before it was invoked at {operation.Invocation}");
        ended[process] = time;
        if (begun.IsKeyed && value is { Kind: EdnKind.Vector, Items.Count: 2 }) value = value.Items[1];
        if (function == "drain")
        {
            AddDrained(one, operation, value, time);
        }
        else if (one.Type == "info")
        {
            lives[process] = lives.GetValueOrDefault(process) + 1;
            operations.Add(operation with { Outcome = Outcome.Info });
        }
        else if (one.Type == "fail")
        {
            operations.Add(operation with { Outcome = Outcome.Fail, Response = time, Answer = operation.Function == "cas" && failedCasCompares && !one.HasError ? 0 : null });
        }
        else
        {
            bool answers = operation.Function is "read" or "dequeue" or "pop" or "contains";
            bool isMany = operation.Function == "read" && value is { IsCollection: true };
            long? answer = !answers || isMany ? null : value is null or { Kind: EdnKind.Nil } ? operation.Function == "read" ? Nil : ObjectOperation.Empty : value.Text == "true" ? 1 : value.Text == "false" ? 0 : Number(value);
            operations.Add(operation with { Response = time, Answer = operation.Function == "cas" ? 1 : answer, Items = isMany ? [.. value!.Items.Select(Number)] : null });
        }
    }

    /// <summary>A transaction of one operation is that operation.</summary>
    private (string Function, string? Key, EdnValue? Value) Unwrap(JepsenEvent one)
    {
        if (one.Function != "txn" || one.Value is not { Kind: EdnKind.Vector } list) return (one.Function, null, one.Value);
        if (list.Items is not [{ Kind: EdnKind.Vector, Items: [{ Kind: EdnKind.Keyword } function, var key, var value] }]) throw Error(one, "a transaction of several operations, which consistency models of single operations do not judge; expected [[:f key value]]");
        return (function.Text, key.Name, value);
    }

    /// <summary>A lock is a register: taken from 0 to 1, and left from 1 to 0.</summary>
    private static bool IsLock(string function) => function is "acquire" or "release";

    /// <summary>What a queue was drained of: dequeues, at any times while it was.</summary>
    private void AddDrained(JepsenEvent one, ObjectOperation drain, EdnValue? value, long time)
    {
        if (one.Type == "fail") return;
        if (one.Type == "info" || value is not { IsCollection: true }) throw Error(one, "nobody knows what the queue was drained of; expected the values it held");
        for (int i = 0; i < value.Items.Count; i++)
        {
            operations.Add(drain with { Id = operations.Count + open.Count, Client = $"{drain.Client} drains {i}", Response = time, Answer = Number(value.Items[i]) });
        }
    }

    private string Function(JepsenEvent one, string function) => function switch
    {
        "read" or "r" or "get" => "read",
        "write" or "w" or "put" => "write",
        "cas" or "append" or "delete" or "enqueue" or "dequeue" or "push" or "pop" or "add" or "remove" or "contains" => function,
        "del" => "delete",
        "acquire" or "release" => "cas",
        "drain" => "dequeue",
        _ => throw Error(one, $"the function ':{function}' is not known; expected one of :read, :write, :cas, :delete, :append, :enqueue, :dequeue, :push, :pop, :add, :remove, :contains, :drain, :acquire, :release, :txn"),
    };

    private long Number(EdnValue? value) => value switch
    {
        null or { Kind: EdnKind.Nil } => Nil,
        { Kind: EdnKind.Number } when !NameTable.IsName(value.Number) => value.Number,
        _ => ObjectHistory.NumberOf(texts, value.Kind == EdnKind.Text ? value.Text : value.Name),
    };
}
