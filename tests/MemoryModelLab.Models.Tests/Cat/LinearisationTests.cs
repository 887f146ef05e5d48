using MemoryModelLab.Models.Cat;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Tests.Cat;

public class LinearisationTests
{
    [Theory]
    [InlineData("", 24)]
    [InlineData("01", 12)]
    [InlineData("01 12 23", 1)]
    [InlineData("02 12", 8)]
    [InlineData("04 40 50 06", 24)] // events outside of the set do not matter
    public void There_is_one_for_each_order_that_extends_the_constraint(string constraint, int count)
    {
        BitMatrix pairs = Relation(constraint);
        BitMatrix[] orders = [.. new Linearisation(FirstFour(), pairs).All()];
        Assert.Equal(count, orders.Length);
        Assert.Equal(count, orders.Select(o => string.Join(' ', o.Pairs())).Distinct().Count());
        Assert.All(orders, o => Assert.Equal(6, o.Pairs().Count()));
        Assert.All(orders, o => Assert.All(pairs.Pairs().Where(p => p.From < 4 && p.To < 4), p => Assert.True(o[p.From, p.To])));
    }

    [Fact]
    public void A_cycle_comes_back_as_it_is() =>
        Assert.Equal([(0, 1), (1, 0)], Assert.Single(new Linearisation(FirstFour(), Relation("01 10 45")).All()).Pairs());

    private static EventSet FirstFour() => new(7) { [0] = true, [1] = true, [2] = true, [3] = true };

    private static BitMatrix Relation(string pairs)
    {
        var relation = new BitMatrix(7);
        foreach (string pair in pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries)) relation[pair[0] - '0', pair[1] - '0'] = true;
        return relation;
    }
}
