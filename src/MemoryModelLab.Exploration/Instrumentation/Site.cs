namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A place in a program that touches shared memory.</summary>
/// <param name="Member">What it touches: <c>Type.Field</c>, an element, or the called method.</param>
/// <param name="Method">The method it is in.</param>
/// <param name="File">The source file, or null where there are no symbols.</param>
/// <param name="Line">The line, from 1; 0 where there are no symbols.</param>
public sealed record Site(string Member, string Method, string? File, int Line)
{
    /// <summary>The place as <c>file:line</c>, or the method's name.</summary>
    public string Place => File is null ? Method : $"{Path.GetFileName(File)}:{Line}";

    /// <inheritdoc/>
    public override string ToString() => $"{Member} ({Place})";
}
