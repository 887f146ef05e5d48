using MemoryModelLab.Hardware.Execution;

namespace MemoryModelLab.Hardware.Tests.Execution;

public class ShapeSearchTests
{
    [Fact]
    public void What_yields_most_is_pulled_most_and_the_rest_now_and_then()
    {
        int[] pulls = Pull(arm => arm == 2 ? 10 : arm, rounds: 4000);
        Assert.True(pulls[2] > 3 * pulls.Where((_, arm) => arm != 2).Sum());
        Assert.All(pulls, count => Assert.True(count > 0));
    }

    [Fact]
    public void As_long_as_nothing_yields_all_are_pulled_alike()
    {
        int[] pulls = Pull(_ => 0, rounds: 4000);
        Assert.InRange(pulls.Max() - pulls.Min(), 0, 1);
    }

    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(24, 24, 1)]
    public void All_combinations_of_several_parameters_come_by(params int[] choices)
    {
        var time = new Time();
        var search = new ShapeSearch(choices, 1, time);
        int arms = choices.Aggregate(1, (product, count) => product * count);
        var pulled = new HashSet<int>();
        for (int round = 0; round < arms; round++)
        {
            pulled.Add(search.Next(0));
            time.Now += TimeSpan.FromMilliseconds(5);
        }

        Assert.Equal(Enumerable.Range(0, arms), pulled.Order());
    }

    [Fact]
    public void A_seed_makes_the_same_choices() => Assert.Equal(Pull(arm => arm, 500), Pull(arm => arm, 500));

    private static int[] Pull(Func<int, int> yieldOf, int rounds)
    {
        var time = new Time();
        var search = new ShapeSearch([5], 1, time);
        int[] pulls = new int[5];
        long yielded = 0;
        for (int round = 0; round < rounds; round++)
        {
            int arm = search.Next(yielded);
            pulls[arm]++;
            yielded += yieldOf(arm);

            // As long as a slice: each round is a choice.
            time.Now += TimeSpan.FromMilliseconds(5);
        }

        return pulls;
    }

    private sealed class Time : StopwatchTime
    {
        public TimeSpan Now { get; set; }

        public override TimeSpan Elapsed => Now;
    }
}
