namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// Directory protocols with all their transient states, after Nagarajan, Sorin, Hill and Wood, "A Primer on Memory Consistency and Cache
/// Coherence", second edition, chapter 8. <c>XY_AD</c> is on its way from X to Y and waits for acknowledgements and data.
/// <code>
/// cache:      GetS GetM PutS PutM PutE   ask the directory        ack        Inv-Ack to the requester
///             data>req data>dir          the line, to whom        take       the line from the message
///             unblock                    the request is done      stall      the message, or the access, waits
/// directory:  data data-e data+acks      memory's line: shared, exclusive, after so many acknowledgements
///             fwd-gets fwd-getm inv      to the owner, to the sharers: the requester needs the line
///             sharer leave clear         the requester becomes a sharer, is none any more; no one is one
///             own disown owner>sharer    the requester becomes the owner; no one is; the owner becomes a sharer
///             write put-ack              memory takes the line; the eviction is done
/// events:     Data: with it all acknowledgements are in; Data+acks: some are out; Put-other: from a cache that no longer owns the line
/// </code>
/// </summary>
public static class DirectoryProtocols
{
    private const string MsiCache = """
              | load      | store      | evict     | Fwd-GetS               | Fwd-GetM      | Inv       | Put-Ack | Data   | Data+acks | Inv-Ack | Last-Ack
        I     | GetS/IS_D | GetM/IM_AD | –         | –                      | –             | –         | –       | –      | –         | –       | –
        IS_D  | stall     | stall      | stall     | –                      | –             | stall     | –       | take/S | –         | –       | –
        IM_AD | stall     | stall      | stall     | stall                  | stall         | –         | –       | take/M | take/IM_A | ·       | –
        IM_A  | stall     | stall      | stall     | stall                  | stall         | –         | –       | –      | –         | ·       | ·/M
        S     | ·         | GetM/SM_AD | PutS/SI_A | –                      | –             | ack/I     | –       | –      | –         | –       | –
        SM_AD | ·         | stall      | stall     | stall                  | stall         | ack/IM_AD | –       | take/M | take/SM_A | ·       | –
        SM_A  | ·         | stall      | stall     | stall                  | stall         | –         | –       | –      | –         | ·       | ·/M
        M     | ·         | ·          | PutM/MI_A | data>req data>dir/S    | data>req/I    | –         | –       | –      | –         | –       | –
        MI_A  | stall     | stall      | stall     | data>req data>dir/SI_A | data>req/II_A | –         | ·/I     | –      | –         | –       | –
        SI_A  | stall     | stall      | stall     | –                      | –             | ack/II_A  | ·/I     | –      | –         | –       | –
        II_A  | stall     | stall      | stall     | –                      | –             | –         | ·/I     | –      | –         | –       | –
        """;

    private const string MsiDirectory = """
            | GetS                                       | GetM                        | PutS          | PutS-last       | PutM                   | Put-other     | Data
        I   | data sharer/S                              | data own/M                  | put-ack       | –               | –                      | put-ack       | –
        S   | data sharer                                | data+acks inv clear own/M   | leave put-ack | leave put-ack/I | –                      | leave put-ack | –
        M   | fwd-gets owner>sharer sharer disown/S_D    | fwd-getm own                | put-ack       | –               | write disown put-ack/I | put-ack       | –
        S_D | stall                                      | stall                       | leave put-ack | leave put-ack   | –                      | leave put-ack | write/S
        """;

    private const string MesiCache = """
              | load      | store      | evict     | Fwd-GetS               | Fwd-GetM      | Inv       | Put-Ack | Data-E | Data   | Data+acks | Inv-Ack | Last-Ack
        I     | GetS/IS_D | GetM/IM_AD | –         | –                      | –             | –         | –       | –      | –      | –         | –       | –
        IS_D  | stall     | stall      | stall     | stall                  | stall         | stall     | –       | take/E | take/S | –         | –       | –
        IM_AD | stall     | stall      | stall     | stall                  | stall         | –         | –       | –      | take/M | take/IM_A | ·       | –
        IM_A  | stall     | stall      | stall     | stall                  | stall         | –         | –       | –      | –      | –         | ·       | ·/M
        S     | ·         | GetM/SM_AD | PutS/SI_A | –                      | –             | ack/I     | –       | –      | –      | –         | –       | –
        SM_AD | ·         | stall      | stall     | stall                  | stall         | ack/IM_AD | –       | –      | take/M | take/SM_A | ·       | –
        SM_A  | ·         | stall      | stall     | stall                  | stall         | –         | –       | –      | –      | –         | ·       | ·/M
        E     | ·         | ·/M        | PutE/EI_A | data>req data>dir/S    | data>req/I    | –         | –       | –      | –      | –         | –       | –
        M     | ·         | ·          | PutM/MI_A | data>req data>dir/S    | data>req/I    | –         | –       | –      | –      | –         | –       | –
        MI_A  | stall     | stall      | stall     | data>req data>dir/SI_A | data>req/II_A | –         | ·/I     | –      | –      | –         | –       | –
        EI_A  | stall     | stall      | stall     | data>req data>dir/SI_A | data>req/II_A | –         | ·/I     | –      | –      | –         | –       | –
        SI_A  | stall     | stall      | stall     | –                      | –             | ack/II_A  | ·/I     | –      | –      | –         | –       | –
        II_A  | stall     | stall      | stall     | –                      | –             | –         | ·/I     | –      | –      | –         | –       | –
        """;

    private const string MesiDirectory = """
            | GetS                                       | GetM                        | PutS          | PutS-last       | PutE             | PutM                   | Put-other     | Data
        I   | data-e own/M                               | data own/M                  | put-ack       | –               | –                | –                      | put-ack       | –
        S   | data sharer                                | data+acks inv clear own/M   | leave put-ack | leave put-ack/I | –                | –                      | leave put-ack | –
        M   | fwd-gets owner>sharer sharer disown/S_D    | fwd-getm own                | put-ack       | –               | disown put-ack/I | write disown put-ack/I | put-ack       | –
        S_D | stall                                      | stall                       | leave put-ack | leave put-ack   | –                | –                      | leave put-ack | write/S
        """;

    // Over channels without order the directory takes one request a line at a time: the requester says when it has what it asked for.
    private const string UnorderedMsiCache = """
              | load      | store      | evict     | Fwd-GetS               | Fwd-GetM      | Inv       | Put-Ack | Data           | Data+acks | Inv-Ack | Last-Ack
        I     | GetS/IS_D | GetM/IM_AD | –         | –                      | –             | –         | –       | –              | –         | –       | –
        IS_D  | stall     | stall      | stall     | –                      | –             | –         | –       | take unblock/S | –         | –       | –
        IM_AD | stall     | stall      | stall     | –                      | –             | –         | –       | take unblock/M | take/IM_A | ·       | –
        IM_A  | stall     | stall      | stall     | –                      | –             | –         | –       | –              | –         | ·       | unblock/M
        S     | ·         | GetM/SM_AD | PutS/SI_A | –                      | –             | ack/I     | –       | –              | –         | –       | –
        SM_AD | ·         | stall      | stall     | –                      | –             | ack/IM_AD | –       | take unblock/M | take/SM_A | ·       | –
        SM_A  | ·         | stall      | stall     | –                      | –             | –         | –       | –              | –         | ·       | unblock/M
        M     | ·         | ·          | PutM/MI_A | data>req data>dir/S    | data>req/I    | –         | –       | –              | –         | –       | –
        MI_A  | stall     | stall      | stall     | data>req data>dir/SI_A | data>req/II_A | –         | ·/I     | –              | –         | –       | –
        SI_A  | stall     | stall      | stall     | –                      | –             | ack/II_A  | ·/I     | –              | –         | –       | –
        II_A  | stall     | stall      | stall     | –                      | –             | –         | ·/I     | –              | –         | –       | –
        """;

    private const string UnorderedMsiDirectory = """
             | GetS                                     | GetM                        | PutS          | PutS-last       | PutM                   | Put-other     | Data      | Unblock
        I    | data sharer/S_U                          | data own/M_U                | put-ack       | –               | –                      | put-ack       | –         | –
        S    | data sharer/S_U                          | data+acks inv clear own/M_U | leave put-ack | leave put-ack/I | –                      | leave put-ack | –         | –
        M    | fwd-gets owner>sharer sharer disown/S_DU | fwd-getm own/M_U            | put-ack       | –               | write disown put-ack/I | put-ack       | –         | –
        S_U  | stall                                    | stall                       | stall         | stall           | –                      | stall         | –         | ·/S
        M_U  | stall                                    | stall                       | stall         | stall           | stall                  | stall         | –         | ·/M
        S_DU | stall                                    | stall                       | stall         | stall           | –                      | stall         | write/S_U | ·/S_D
        S_D  | stall                                    | stall                       | stall         | stall           | –                      | stall         | write/S   | –
        """;

    private const string UnorderedMesiCache = """
              | load      | store      | evict     | Fwd-GetS               | Fwd-GetM      | Inv       | Put-Ack | Data-E         | Data           | Data+acks | Inv-Ack | Last-Ack
        I     | GetS/IS_D | GetM/IM_AD | –         | –                      | –             | –         | –       | –              | –              | –         | –       | –
        IS_D  | stall     | stall      | stall     | –                      | –             | –         | –       | take unblock/E | take unblock/S | –         | –       | –
        IM_AD | stall     | stall      | stall     | –                      | –             | –         | –       | –              | take unblock/M | take/IM_A | ·       | –
        IM_A  | stall     | stall      | stall     | –                      | –             | –         | –       | –              | –              | –         | ·       | unblock/M
        S     | ·         | GetM/SM_AD | PutS/SI_A | –                      | –             | ack/I     | –       | –              | –              | –         | –       | –
        SM_AD | ·         | stall      | stall     | –                      | –             | ack/IM_AD | –       | –              | take unblock/M | take/SM_A | ·       | –
        SM_A  | ·         | stall      | stall     | –                      | –             | –         | –       | –              | –              | –         | ·       | unblock/M
        E     | ·         | ·/M        | PutE/EI_A | data>req data>dir/S    | data>req/I    | –         | –       | –              | –              | –         | –       | –
        M     | ·         | ·          | PutM/MI_A | data>req data>dir/S    | data>req/I    | –         | –       | –              | –              | –         | –       | –
        MI_A  | stall     | stall      | stall     | data>req data>dir/SI_A | data>req/II_A | –         | ·/I     | –              | –              | –         | –       | –
        EI_A  | stall     | stall      | stall     | data>req data>dir/SI_A | data>req/II_A | –         | ·/I     | –              | –              | –         | –       | –
        SI_A  | stall     | stall      | stall     | –                      | –             | ack/II_A  | ·/I     | –              | –              | –         | –       | –
        II_A  | stall     | stall      | stall     | –                      | –             | –         | ·/I     | –              | –              | –         | –       | –
        """;

    private const string UnorderedMesiDirectory = """
             | GetS                                     | GetM                        | PutS          | PutS-last       | PutE             | PutM                   | Put-other     | Data      | Unblock
        I    | data-e own/M_U                           | data own/M_U                | put-ack       | –               | –                | –                      | put-ack       | –         | –
        S    | data sharer/S_U                          | data+acks inv clear own/M_U | leave put-ack | leave put-ack/I | –                | –                      | leave put-ack | –         | –
        M    | fwd-gets owner>sharer sharer disown/S_DU | fwd-getm own/M_U            | put-ack       | –               | disown put-ack/I | write disown put-ack/I | put-ack       | –         | –
        S_U  | stall                                    | stall                       | stall         | stall           | –                | –                      | stall         | –         | ·/S
        M_U  | stall                                    | stall                       | stall         | stall           | stall            | stall                  | stall         | –         | ·/M
        S_DU | stall                                    | stall                       | stall         | stall           | –                | –                      | stall         | write/S_U | ·/S_D
        S_D  | stall                                    | stall                       | stall         | stall           | –                | –                      | stall         | write/S   | –
        """;

    /// <summary>MSI; the directory's messages to a cache keep their order.</summary>
    public static readonly DirectoryProtocol Msi = Make("msi-directory", MsiCache, MsiDirectory, isOrdered: true);

    /// <summary>MESI; the directory's messages to a cache keep their order.</summary>
    public static readonly DirectoryProtocol Mesi = Make("mesi-directory", MesiCache, MesiDirectory, isOrdered: true);

    /// <summary>MSI over channels without any order.</summary>
    public static readonly DirectoryProtocol UnorderedMsi = Make("msi-directory-unordered", UnorderedMsiCache, UnorderedMsiDirectory, isOrdered: false);

    /// <summary>MESI over channels without any order.</summary>
    public static readonly DirectoryProtocol UnorderedMesi = Make(
        "mesi-directory-unordered", UnorderedMesiCache, UnorderedMesiDirectory, isOrdered: false);

    /// <summary>MSI made for ordered channels, over channels without order. A control, which must fail.</summary>
    public static readonly DirectoryProtocol BrokenOrder = Make("broken-directory-order", MsiCache, MsiDirectory, isOrdered: false);

    /// <summary>MSI whose author forgot that a sharer that wants to write may lose its copy first. A control, which must fail.</summary>
    public static readonly DirectoryProtocol BrokenMissingTransient = Make(
        "broken-directory-missing-transient", MsiCache.Replace("ack/IM_AD", "–", StringComparison.Ordinal), MsiDirectory, isOrdered: true);

    /// <summary>MSI whose directory does not tell the sharers. A control, which must fail.</summary>
    public static readonly DirectoryProtocol BrokenLostInvalidation = Make(
        "broken-directory-lost-invalidation", MsiCache, MsiDirectory.Replace("data+acks inv clear", "data clear", StringComparison.Ordinal), isOrdered: true);

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<DirectoryProtocol> All =
        [Msi, Mesi, UnorderedMsi, UnorderedMesi, BrokenOrder, BrokenMissingTransient, BrokenLostInvalidation];

    private static DirectoryProtocol Make(string name, string cache, string directory, bool isOrdered) =>
        new(name, ProtocolTable.Parse(name, cache), ProtocolTable.Parse(name, directory), isOrdered);
}
