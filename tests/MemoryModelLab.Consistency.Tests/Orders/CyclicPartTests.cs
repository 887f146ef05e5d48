using MemoryModelLab.Consistency.Orders;

namespace MemoryModelLab.Consistency.Tests.Orders;

public class CyclicPartTests
{
    [Fact]
    public void Finds_the_smallest_component_with_a_cycle()
    {
        // 0 → 1 → 2 → 3 → 1, 3 → 4 → 5 → 4, 5 → 6.
        int[][] next = [[1], [2], [3], [1, 4], [5], [4, 6], []];
        Assert.Equal([4, 5], CyclicPart.Smallest(7, _ => true, node => next[node]).Order());
        Assert.Equal([1, 2, 3], CyclicPart.Smallest(7, node => node != 5, node => next[node]).Order());
        Assert.Empty(CyclicPart.Smallest(7, node => node is not (2 or 4), node => next[node]));
    }

    [Fact]
    public void What_lies_behind_a_cycle_takes_no_time()
    {
        const int Count = 300_000;
        int[] component = CyclicPart.Smallest(Count, _ => true, node => node == 2 ? [0, 3] : node + 1 < Count ? [node + 1] : []);
        Assert.Equal([0, 1, 2], component.Order());
    }
}
