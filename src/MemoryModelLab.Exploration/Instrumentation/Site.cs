namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A place in a program that touches shared memory.</summary>
/// <param name="Member">What it touches: <c>Type.Field</c>, an element, or the called method.</param>
/// <param name="Method">The method it is in.</param>
/// <param name="File">The source file, or null where there are no symbols.</param>
/// <param name="Line">The line, from 1; 0 where there are no symbols.</param>
public sealed record Site(string Member, string Method, string? File, int Line)
{
    /// <summary>The column the statement begins at, from 1; 0 where there are no symbols.</summary>
    public int Column { get; init; }

    /// <summary>The method of the framework that was called there, and makes the access; null where the program itself does.</summary>
    public string? Via { get; init; }

    /// <summary>The place as <c>file:line</c>, or the method's name.</summary>
    public string Place => (File is null ? Method : $"{Path.GetFileName(File)}:{Line}") + (Via is null ? "" : $" ({Via})");

    /// <summary>The place as <c>file:line:column</c>, the column being that of the statement, or the method's name.</summary>
    public string Statement => File is null ? Method : $"{Path.GetFileName(File)}:{Line}:{Column}";

    /// <summary>A member or a location as it is called there: a field of the type the file is named after without that type's name.</summary>
    public string Short(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        string prefix = $"{Path.GetFileNameWithoutExtension(File)}.";
        return prefix.Length > 1 && member.StartsWith(prefix, StringComparison.Ordinal) ? member[prefix.Length..] : member;
    }

    /// <summary>Whether it is one access or fence that the source has there, rather than a call in which there are several.</summary>
    internal bool IsAccess { get; init; }

    /// <summary>Whether what an <c>Interlocked</c> operation returns is not used.</summary>
    internal bool IsDiscarded { get; init; }

    /// <summary>A number for it that is the same in every process (FNV-1a; Fowler, Noll and Vo).</summary>
    internal int Hash
    {
        get
        {
            uint hash = 2166136261;
            foreach (char letter in $"{Method}:{Line}")
                hash = (hash ^ letter) * 16777619;
            return (int)hash;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Member} ({Place})";
}
