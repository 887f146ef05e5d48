namespace MemoryModelLab.Hardware.Tests;

public class HostReportTests
{
    [Fact]
    public void Fences_hold_and_both_controls_ran()
    {
        var report = HostReport.Examine(TimeSpan.FromSeconds(0.1), default);
        if (Environment.ProcessorCount < 2) return;
        Assert.Equal([true, false], report.Controls.Select(control => control.Expected));
        Assert.All(report.Controls, control => Assert.True(control.Iterations > 0));
        Assert.Equal(0, report.Controls[1].Seen);
        Assert.True(report.Controls[1].IsAsExpected);
    }
}
