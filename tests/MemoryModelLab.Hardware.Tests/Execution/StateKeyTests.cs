using MemoryModelLab.Hardware.Execution;

namespace MemoryModelLab.Hardware.Tests.Execution;

public class StateKeyTests
{
    [Fact]
    public void Keys_compare_by_their_values()
    {
        Assert.Equal(new StateKey([1, -2]), new StateKey([1, -2]));
        Assert.Equal(new StateKey([1, -2]).GetHashCode(), new StateKey([1, -2]).GetHashCode());
        Assert.NotEqual(new StateKey([1, -2]), new StateKey([-2, 1]));
        Assert.NotEqual(new StateKey([1]), new StateKey([1, 0]));
    }
}
