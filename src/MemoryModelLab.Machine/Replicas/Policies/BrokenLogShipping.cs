namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>Log shipping that applies entries as they come. A control: exploration must catch it.</summary>
public sealed class BrokenLogShipping : LogShipping
{
    /// <inheritdoc/>
    public override string Name => "broken-prefix";

    /// <inheritdoc/>
    public override string Summary => "log shipping, but entries are applied as they come";

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message) => true;

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind == MessageKind.Update && message.Stamp <= site.Stamp(message.Key);

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        if (message.Kind == MessageKind.Update) site.Absorb(message.Key, message.Value, message.Stamp);
        else base.Receive(site, message);
    }
}
