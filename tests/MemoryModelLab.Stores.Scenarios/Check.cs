using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Scenarios;

/// <summary>The assertions of scenarios; they depend on no test framework.</summary>
internal static class Check
{
    /// <summary>Fails with <paramref name="what"/> unless <paramref name="holds"/>.</summary>
    public static void That(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Message what)
    {
        if (!holds)
            throw new ScenarioException(what.ToString());
    }

    /// <summary>A message that is only put together when it is needed: scenarios run a million times.</summary>
    [InterpolatedStringHandler]
    public ref struct Message
    {
        private DefaultInterpolatedStringHandler text;

        public Message(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        public void AppendLiteral(string text) => this.text.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

        /// <inheritdoc/>
        public override string ToString() => text.ToStringAndClear();
    }
}
