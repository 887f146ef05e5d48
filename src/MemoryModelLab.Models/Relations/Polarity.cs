namespace MemoryModelLab.Models.Relations;

/// <summary>How a set or relation changes while an execution grows, that is while rf and co only gain pairs.</summary>
public enum Polarity
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>It only gains: what is in it now is in it in every completion.</summary>
    Increasing,

    /// <summary>It only loses: what is not in it now is in it in no completion.</summary>
    Decreasing,

    /// <summary>Either may happen.</summary>
    Unknown,
}
