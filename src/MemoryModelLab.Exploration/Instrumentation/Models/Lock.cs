namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A lock that is an object of its own. It is documented as what <c>lock</c> uses, and so keeps in order what a monitor does: it acquires and releases.</summary>
[StandsFor(typeof(System.Threading.Lock))]
public sealed class Lock
{
    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create() => Hooks.Allocate<Lock>();

    /// <summary>Takes it.</summary>
    public void Enter() => Here.Enter(this);

    /// <summary>Takes it if it is free.</summary>
    public bool TryEnter() => Here.TryEnter(this);

    /// <summary>Takes it if it is free; waits for it without a limit only.</summary>
    public bool TryEnter(int millisecondsTimeout) => Monitor.TryEnter(this, millisecondsTimeout);

    /// <summary>Takes it if it is free; waits for it without a limit only.</summary>
    public bool TryEnter(TimeSpan timeout) => Monitor.TryEnter(this, timeout);

    /// <summary>Whether the thread has it.</summary>
    public bool IsHeldByCurrentThread => Here.IsHeld(this);

    /// <summary>Gives it back.</summary>
    public void Exit() => Here.Exit(this);

    /// <summary>Takes it until the scope is disposed.</summary>
    public Scope EnterScope()
    {
        Enter();
        return new Scope(this);
    }

    /// <summary>Holds the lock.</summary>
    public ref struct Scope
    {
        private Lock? held;

        internal Scope(Lock held) => this.held = held;

        /// <summary>Gives it back.</summary>
        public void Dispose()
        {
            Lock? held = this.held;
            this.held = null;
            held?.Exit();
        }
    }
}
