using MemoryModelLab.Hardware.Placement;

namespace MemoryModelLab.Hardware.Tests.Placement;

public class ThreadPlacementTests
{
    [Fact]
    public void Binds_a_thread_to_each_available_processor()
    {
        foreach (int processor in ThreadPlacement.Available())
        {
            int ranOn = -1;
            bool bound = false;
            var thread = new Thread(() =>
            {
                bound = ThreadPlacement.TryBind(processor);
                Thread.Yield();
                ranOn = Thread.GetCurrentProcessorId();
            });
            thread.Start();
            thread.Join();
            Assert.True(bound);
            Assert.Equal(processor, ranOn);
        }
    }

    [Fact]
    public void Some_processor_is_available_on_Linux_and_Windows() =>
        Assert.Equal(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), ThreadPlacement.Available().Count > 0);
}
