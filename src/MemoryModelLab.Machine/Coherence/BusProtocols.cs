namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// Snooping protocols on an atomic bus (Sorin, Hill, Wood, "A Primer on Memory Consistency and Cache Coherence", chapter 7; Sweazey and Smith,
/// ISCA 1986, for MOESI; Goodman and Hum, 2009, for MESIF). On the left what the own core wants, on the right what another cache puts on the bus.
/// <code>
/// BusRd     I want to read        supply   I put the line on the bus
/// BusRdX    I want to write       flush    I put it on the bus, and memory takes it
/// BusUpgr   I have it, and write  wb       memory takes the line
/// BusWr     memory takes a word   /A:B     to A where no other cache has the line, to B where one has
/// </code>
/// What nobody supplies comes from memory.
/// </summary>
public static class BusProtocols
{
    /// <summary>Modified, shared, invalid.</summary>
    public static readonly ProtocolTable Msi = ProtocolTable.Parse("msi", """
          | load    | store     | evict | BusRd   | BusRdX  | BusUpgr
        I | BusRd/S | BusRdX/M  | –     | ·       | ·       | ·
        S | ·       | BusUpgr/M | ·/I   | ·       | ·/I     | ·/I
        M | ·       | ·         | wb/I  | flush/S | flush/I | –
        """);

    /// <summary>Exclusive besides: the only copy, clean, written without a word on the bus.</summary>
    public static readonly ProtocolTable Mesi = ProtocolTable.Parse("mesi", """
          | load      | store     | evict | BusRd   | BusRdX  | BusUpgr
        I | BusRd/E:S | BusRdX/M  | –     | ·       | ·       | ·
        S | ·         | BusUpgr/M | ·/I   | ·       | ·/I     | ·/I
        E | ·         | ·/M       | ·/I   | ·/S     | ·/I     | –
        M | ·         | ·         | wb/I  | flush/S | flush/I | –
        """);

    /// <summary>Owned besides: dirty and shared, so that memory need not be told when another reads.</summary>
    public static readonly ProtocolTable Moesi = ProtocolTable.Parse("moesi", """
          | load      | store     | evict | BusRd    | BusRdX   | BusUpgr
        I | BusRd/E:S | BusRdX/M  | –     | ·        | ·        | ·
        S | ·         | BusUpgr/M | ·/I   | ·        | ·/I      | ·/I
        E | ·         | ·/M       | ·/I   | ·/S      | ·/I      | –
        O | ·         | BusUpgr/M | wb/I  | supply/O | supply/I | ·/I
        M | ·         | ·         | wb/I  | supply/O | supply/I | –
        """);

    /// <summary>Forward besides: the newest of the clean copies, which answers for all of them.</summary>
    public static readonly ProtocolTable Mesif = ProtocolTable.Parse("mesif", """
          | load      | store     | evict | BusRd    | BusRdX   | BusUpgr
        I | BusRd/E:F | BusRdX/M  | –     | ·        | ·        | ·
        S | ·         | BusUpgr/M | ·/I   | ·        | ·/I      | ·/I
        E | ·         | ·/M       | ·/I   | supply/S | supply/I | –
        F | ·         | BusUpgr/M | ·/I   | supply/S | supply/I | ·/I
        M | ·         | ·         | wb/I  | flush/S  | flush/I  | –
        """);

    /// <summary>Every write goes to memory, and the others' copies go.</summary>
    public static readonly ProtocolTable WriteThrough = ProtocolTable.Parse("write-through", """
          | load    | store   | evict | BusRd | BusWr
        I | BusRd/V | BusWr/I | –     | ·     | ·
        V | ·       | BusWr/V | ·/I   | ·     | ·/I
        """);

    /// <summary>No coherence at all: every write goes to memory, and no one listens. A control, which must fail.</summary>
    public static readonly ProtocolTable Incoherent = ProtocolTable.Parse("broken-incoherent", """
          | load    | store   | evict | BusRd | BusWr
        I | BusRd/V | BusWr/I | –     | ·     | ·
        V | ·       | BusWr/V | ·/I   | ·     | ·
        """);

    /// <summary>MESI, but a sharer does not hear that another writes. A control, which must fail.</summary>
    public static readonly ProtocolTable BrokenLostInvalidation = ProtocolTable.Parse("broken-lost-invalidation", """
          | load      | store     | evict | BusRd   | BusRdX  | BusUpgr
        I | BusRd/E:S | BusRdX/M  | –     | ·       | ·       | ·
        S | ·         | BusUpgr/M | ·/I   | ·       | ·/I     | ·
        E | ·         | ·/M       | ·/I   | ·/S     | ·/I     | –
        M | ·         | ·         | wb/I  | flush/S | flush/I | –
        """);

    /// <summary>MESI, but a modified line that has to leave is dropped. A control, which must fail where caches are too small.</summary>
    public static readonly ProtocolTable BrokenLostWriteBack = ProtocolTable.Parse("broken-lost-writeback", """
          | load      | store     | evict | BusRd   | BusRdX  | BusUpgr
        I | BusRd/E:S | BusRdX/M  | –     | ·       | ·       | ·
        S | ·         | BusUpgr/M | ·/I   | ·       | ·/I     | ·/I
        E | ·         | ·/M       | ·/I   | ·/S     | ·/I     | –
        M | ·         | ·         | ·/I   | flush/S | flush/I | –
        """);

    /// <summary>MOESI, but the owner thinks that no one else has the line: O is taken for M. A control, which must fail.</summary>
    public static readonly ProtocolTable BrokenMissingOwned = ProtocolTable.Parse("broken-missing-owned", """
          | load      | store     | evict | BusRd    | BusRdX   | BusUpgr
        I | BusRd/E:S | BusRdX/M  | –     | ·        | ·        | ·
        S | ·         | BusUpgr/M | ·/I   | ·        | ·/I      | ·/I
        E | ·         | ·/M       | ·/I   | ·/S      | ·/I      | –
        M | ·         | ·         | wb/I  | supply/M | supply/I | –
        """);

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ProtocolTable> All =
        [Msi, Mesi, Moesi, Mesif, WriteThrough, Incoherent, BrokenLostInvalidation, BrokenLostWriteBack, BrokenMissingOwned];
}
