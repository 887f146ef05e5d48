using System.Runtime.CompilerServices;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat;

/// <summary>Bounds one run of a model's program, so that no file can make it run for ever or overflow the stack.</summary>
internal sealed class Budget
{
    private const int Steps = 5_000_000;
    private int left = Steps;

    /// <summary>Spends steps and checks that the stack bears another level.</summary>
    public void Spend(SourcePosition position, int steps = 1)
    {
        left -= steps;
        if (left < 0) throw new LitmusException(position, $"the model's program takes more than {Steps:N0} steps");
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new LitmusException(position, "the model's program is nested too deeply, or recurses without end");
        }
    }
}
