namespace MemoryModelLab.Stores.Substitutes;

/// <summary>
/// A lock that is a monitor, which Coyote controls, with the members of <see cref="System.Threading.Lock"/> that the stores use. It takes
/// that type's place where stores are built to be explored; <c>lock</c> statements enter the same monitor.
/// </summary>
internal sealed class MonitorLock
{
    public void Enter() => Monitor.Enter(this);

    public void Exit() => Monitor.Exit(this);
}
