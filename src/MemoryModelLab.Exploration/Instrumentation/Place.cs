namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>What is known of an address.</summary>
/// <param name="owner">The object it is a part of.</param>
/// <param name="fields">The field it is of.</param>
/// <param name="size">How many bytes an access has.</param>
internal sealed class Place(HeapObject owner, FieldClass fields, int size)
{
    /// <summary>The object it is a part of.</summary>
    public HeapObject Owner => owner;

    /// <summary>The field it is of.</summary>
    public FieldClass Fields => fields;

    /// <summary>How many bytes an access has.</summary>
    public int Size => size;

    /// <summary>The engine's number for it, or -1 before the first event.</summary>
    public int Location { get; set; } = -1;

    /// <summary>Whether a thread has written it by an event.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Whether a thread has read it without an event that did not create the object.</summary>
    public bool IsReadByOthers { get; set; }

    /// <summary>Whether the first thread has written it, without an event, after it started another.</summary>
    public bool IsWrittenLate { get; set; }

    /// <summary>The threads that have read it, without an event, since they were started when it had been written.</summary>
    public UInt128 Readers { get; set; }

    /// <summary>The threads its creator had started, in its last run, when it wrote it last.</summary>
    public UInt128 StartedAtWrite { get; set; }
}
