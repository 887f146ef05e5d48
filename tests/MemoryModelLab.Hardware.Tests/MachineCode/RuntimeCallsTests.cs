using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

public sealed class RuntimeCallsTests
{
    [Theory]
    [InlineData("DelayLoadHelperImport(DelayLoad_Helper) -> SignaturePointer_NewObjectSignature: LitmusBodies_mml_Test12_Message", "new Message")]
    [InlineData("EagerImports->SignaturePointer_ReadyToRunHelper_CheckedWriteBarrier", "CORINFO_HELP_CHECKED_ASSIGN_REF")]
    [InlineData(
        "DelayLoadHelperImport(DelayLoad_MethodCall) -> SignaturePointer_MethodFixupSignature(MethodEntry: S_P_CoreLib_System_Threading_Monitor__TryEnter_FastPath; System.Private.CoreLib:06003CBE",
        "System.Threading.Monitor.TryEnter_FastPath")]
    [InlineData(
        "DelayLoadHelperImport(DelayLoad_MethodCall) -> SignaturePointer_MethodFixupSignature(MethodEntry: S_P_CoreLib_System_Threading_Lock__Exit_0; System.Private.CoreLib:06003EDD",
        "System.Threading.Lock.Exit")]
    public void Cells_are_named_by_what_they_call(string symbol, string name) => Assert.Equal(name, RuntimeCalls.NameOfCell(symbol));

    [Theory]
    [InlineData("new Message", "Allocate")]
    [InlineData("CORINFO_HELP_ASSIGN_REF", "AssignReference")]
    [InlineData("System.Threading.Monitor.Exit", "ExitLock")]
    [InlineData("System.ThrowHelper.ThrowNullReferenceException", "Throw")]
    [InlineData("System.Threading.Monitor.Wait", "Unknown")]
    public void A_call_means_what_its_name_says(string name, string meaning) => Assert.Equal(meaning, RuntimeCalls.Of(name).ToString());
}
