namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>Why a history has no linearization, in words.</summary>
/// <param name="judge">What knows.</param>
/// <param name="names">What the operations are called.</param>
/// <param name="texts">The answers that there are, in words, by number.</param>
internal sealed class Contradiction(HistoryJudge judge, string[] names, IReadOnlyList<string> texts)
{
    /// <summary>The reason.</summary>
    /// <param name="answers">What the operations answered.</param>
    /// <param name="before">The operations that are answered before each is called, as far as the contradiction needs them.</param>
    public string Reason(int[] answers, int[] before)
    {
        string order = string.Join(" and ", Pairs(before).Select(pair => $"{names[pair.Before]} is answered before {names[pair.After]} is called"));
        return (order.Length == 0 ? "no order of the operations explains that" : $"no order explains that when {order}") + Wrong(answers, before);
    }

    private static IEnumerable<(int Before, int After)> Pairs(int[] before) =>
        from after in Enumerable.Range(0, before.Length)
        from earlier in Enumerable.Range(0, before.Length)
        where (before[after] >> earlier & 1) != 0
        select (earlier, after);

    /// <summary>The last operation with which, had it answered otherwise, all would be well; and how.</summary>
    private string Wrong(int[] answers, int[] before)
    {
        for (int operation = answers.Length - 1; operation >= 0; operation--)
        {
            int[] others = [.. answers];
            others[operation] = HistoryJudge.Unknown;
            if (!judge.IsRight(others, before))
                continue;
            string[] right = [.. Enumerable.Range(0, texts.Count).Where(text => IsRight(text)).Select(text => texts[text]).Order(StringComparer.Ordinal)];
            return right.Length == 0 ? $"; it is {names[operation]} that is wrong" : $"; {names[operation]} should have answered {string.Join(" or ", right)}, the others answering as they do";

            bool IsRight(int answer)
            {
                others[operation] = answer;
                return judge.IsKnown(answer) && judge.IsRight(others, before);
            }
        }
        return "";
    }
}
