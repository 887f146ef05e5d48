using System.Collections.Immutable;

namespace MemoryModelLab.Models.Cat.Values;

/// <summary>What names mean at one place of a model. Adding a name gives a new environment; closures keep theirs.</summary>
internal sealed class Environment
{
    private ImmutableDictionary<string, Thunk> bindings;
    private readonly ImmutableDictionary<string, string> tags;

    private Environment(ImmutableDictionary<string, Thunk> bindings, ImmutableDictionary<string, string> tags) =>
        (this.bindings, this.tags) = (bindings, tags);

    /// <summary>The environment without names.</summary>
    public static Environment None { get; } = new(ImmutableDictionary<string, Thunk>.Empty, ImmutableDictionary<string, string>.Empty);

    /// <summary>The names, for suggestions.</summary>
    public IEnumerable<string> Names => bindings.Keys;

    /// <summary>The names and what they are bound to.</summary>
    public IEnumerable<KeyValuePair<string, Thunk>> Bindings => bindings;

    /// <summary>What <paramref name="name"/> is bound to; null when it is not.</summary>
    public Thunk? Find(string name) => bindings.GetValueOrDefault(name);

    /// <summary>The enumeration that the tag <paramref name="tag"/> belongs to; null when there is none.</summary>
    public string? TypeOfTag(string tag) => tags.GetValueOrDefault(tag);

    /// <summary>This environment with <paramref name="name"/> bound to <paramref name="value"/>.</summary>
    public Environment With(string name, CatValue value) => With(name, new Thunk(value));

    /// <summary>This environment with <paramref name="name"/> bound to <paramref name="thunk"/>.</summary>
    public Environment With(string name, Thunk thunk) => new(bindings.SetItem(name, thunk), tags);

    /// <summary>This environment with the tags of an enumeration.</summary>
    public Environment WithTags(string type, IEnumerable<string> names) =>
        new(bindings, tags.SetItems(names.Select(n => new KeyValuePair<string, string>(n, type))));

    /// <summary>Binds names in place: how a recursive function's scope comes to hold the function itself.</summary>
    public void Tie(IEnumerable<KeyValuePair<string, CatValue>> values) =>
        bindings = bindings.SetItems(values.Select(v => new KeyValuePair<string, Thunk>(v.Key, new Thunk(v.Value))));

    /// <summary>An own copy, for <see cref="Tie"/>.</summary>
    public Environment Copy() => new(bindings, tags);
}
