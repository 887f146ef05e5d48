using System.Text.RegularExpressions;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>What a call into the runtime means to a test.</summary>
internal enum RuntimeCall
{
    /// <summary>Not known here.</summary>
    Unknown,

    /// <summary>Makes an object; its address is the result.</summary>
    Allocate,

    /// <summary>Stores a reference (the second argument) to memory (the first), and tells the collector.</summary>
    AssignReference,

    /// <summary>Takes the lock that the first argument is; where there is a second, it is set to true.</summary>
    EnterLock,

    /// <summary>Takes the lock and returns true. When it is not free, another call waits for it, which is the same as taking it later.</summary>
    TryEnterLock,

    /// <summary>Leaves the lock and returns 0: nobody is to be woken.</summary>
    ExitLock,

    /// <summary>What follows when a lock was not free, or somebody waits for it: is not come to here.</summary>
    Contended,

    /// <summary>Swaps a reference: location, value.</summary>
    Exchange,

    /// <summary>Compares and swaps a reference: location, value, comparand.</summary>
    CompareExchange,

    /// <summary>Throws; does not return.</summary>
    Throw,
}

/// <summary>The names of what compiled code calls, and their meaning.</summary>
internal static partial class RuntimeCalls
{
    private const string Monitor = "System.Threading.Monitor.";
    private const string Lock = "System.Threading.Lock.";

    /// <summary>What <paramref name="name"/> does.</summary>
    public static RuntimeCall Of(string name) => name switch
    {
        _ when name.StartsWith("new ", StringComparison.Ordinal) => RuntimeCall.Allocate,
        "CORINFO_HELP_NEWSFAST" or "CORINFO_HELP_NEWFAST" or "CORINFO_HELP_NEWFAST_MAYBEFROZEN" => RuntimeCall.Allocate,
        "CORINFO_HELP_ASSIGN_REF" or "CORINFO_HELP_CHECKED_ASSIGN_REF" => RuntimeCall.AssignReference,
        Monitor + "Enter" or Lock + "Enter" or Lock + "EnterAndGetCurrentThreadId" or Lock + "EnterScope" => RuntimeCall.EnterLock,
        Monitor + "TryEnter_FastPath" => RuntimeCall.TryEnterLock,
        Monitor + "Exit" or Monitor + "Exit_FastPath" or Lock + "Exit" => RuntimeCall.ExitLock,
        Monitor + "Enter_Slowpath" or Monitor + "Exit_Slowpath" => RuntimeCall.Contended,
        "System.Threading.Interlocked.ExchangeObject" => RuntimeCall.Exchange,
        "System.Threading.Interlocked.CompareExchangeObject" => RuntimeCall.CompareExchange,
        _ when name.Contains("Throw", StringComparison.Ordinal) || name.StartsWith("CORINFO_HELP_THROW", StringComparison.Ordinal) => RuntimeCall.Throw,
        _ => RuntimeCall.Unknown,
    };

    /// <summary>A call that is not known, as a sentence's end.</summary>
    public static string Describe(string name) => name switch
    {
        "?" => "it calls something in the runtime that has no name",
        "PInvokeBegin" or "CORINFO_HELP_INIT_PINVOKE_FRAME" => "it calls the operating system",
        _ when name.Contains("NEWARR", StringComparison.Ordinal) || name.Contains("NewArray", StringComparison.Ordinal) => "it allocates an array",
        _ when name.Contains("STATIC_BASE", StringComparison.Ordinal) || name.Contains("StaticBase", StringComparison.Ordinal) => "it asks the runtime where static fields are",
        _ => $"it calls {name}",
    };

    /// <summary>The name of what a cell of a ReadyToRun image is for, from its symbol in the image's map.</summary>
    public static string NameOfCell(string symbol)
    {
        if (NewObject().Match(symbol) is { Success: true } made) return $"new {made.Groups[1].Value}";
        if (Helper().Match(symbol) is { Success: true } helper)
        {
            return helper.Groups[1].Value switch
            {
                "CheckedWriteBarrier" => "CORINFO_HELP_CHECKED_ASSIGN_REF",
                "WriteBarrier" => "CORINFO_HELP_ASSIGN_REF",
                var other => other,
            };
        }

        return Method().Match(symbol) is { Success: true } method
            ? $"{method.Groups[1].Value.Replace('_', '.')}.{OverloadNumber().Replace(method.Groups[2].Value, "")}"
            : symbol;
    }

    // "… SignaturePointer_NewObjectSignature: LitmusBodies_mml_Test0_Message"
    [GeneratedRegex(@"NewObjectSignature: LitmusBodies_mml_Test\d+_(\w+)")]
    private static partial Regex NewObject();

    // "EagerImports->SignaturePointer_ReadyToRunHelper_CheckedWriteBarrier"
    [GeneratedRegex(@"ReadyToRunHelper_(\w+)$")]
    private static partial Regex Helper();

    // "… (MethodEntry: S_P_CoreLib_System_Threading_Monitor__TryEnter_FastPath; System.Private.CoreLib:06003CBE"
    [GeneratedRegex(@"MethodEntry: (?:\[[^\]]*\])?S_P_CoreLib_(\w+?)__(\w+)")]
    private static partial Regex Method();

    // Overloads are told apart by a number: "Enter_Slowpath_0".
    [GeneratedRegex(@"_\d+$")]
    private static partial Regex OverloadNumber();
}
