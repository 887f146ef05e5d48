using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests.Enumeration;

/// <summary>Which writes the assignment of a reference releases.</summary>
public class PublishesTests
{
    // The only order between the writes of P0 is the relation; the readers of P1 are kept in order by their address dependency.
    private const string Publication = """
        CSharp ".NET publication alone"
        acyclic po-loc | com
        acyclic publishes | [Reference & R]; addr | rfe | coe | fre
        """;

    [Theory]
    [InlineData("Box box = new Box(); box.value = 1; p = box;", false)]                              // its own field, before: released
    [InlineData("Box box = new Box(); p = box; box.value = 1;", true)]                               // after
    [InlineData("Box box = new Box(); Box other = new Box(); other.value = 1; box.value = 1; p = box; p = null;", false)]
    [InlineData("Box box = new Box(); q = box; Box a = q; a.value = 1; p = a;", false)]              // through a reference that was read
    [InlineData("Box box = new Box(); q = box; Box a = q; Box b = q; a.value = 1; p = b;", false)]   // through two: the same object
    [InlineData("Box box = new Box(); q = box; Box a = q; if (a != null) a.value = 1; p = box;", false)]
    public void A_reference_releases_the_writes_to_its_own_object(string body, bool isAllowed)
    {
        string test = $$"""
            CSharp t
            { }
            class Box { public int value; }
            static void P0(ref Box p, ref Box q) { {{body}} }
            static void P1(ref Box p) { Box m = p; int r0 = -1; if (m != null) r0 = m.value; }
            exists (1:r0=0)
            """;
        Assert.Equal(isAllowed, Holds(test, Publication));
    }

    [Fact]
    public void A_reference_does_not_release_the_writes_to_another_object()
    {
        const string test = """
            CSharp t
            { }
            class Box { public int value; }
            static void P0(ref Box p, ref Box q) { Box a = new Box(); q = a; Box b = new Box(); a.value = 1; p = b; }
            static void P1(ref Box p, ref Box q) { Box b = p; Box a = q; int r0 = -1; if (a != null && b != null) r0 = a.value; }
            exists (1:r0=0)
            """;
        Assert.True(Holds(test, Publication));
    }

    private static bool Holds(string test, string model) =>
        ModelChecker.Check(LitmusLowering.Lower(LitmusParser.Parse(test, "t.litmus")), MemoryModel.FromText("m", model)).ConditionHolds;
}
