using System.CommandLine;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml</c>: the verbs together, and what to say to a line that is none of them.</summary>
internal static class MmlCommand
{
    public static RootCommand Create()
    {
        RootCommand root = new("""
            Litmus tests under memory models and on this machine's cores.

              mml run litmus/classic                      run a folder on this machine and judge every outcome
              mml run litmus --time 10m --results r.jsonl run them for long; go on after a kill
              mml check SB.litmus --model sc,x86-tso      what two models allow, without running
              mml check MP.litmus --cat my-model.cat      a model of your own, in the cat language
              mml sim SB --chart                          a simulated multicore, step by step
              mml generate --cycle "Rfe PodRR Fre PodWW"  a test from a cycle, or all up to a size
              mml verify history.jsonl                    which consistency models a recorded history satisfies
              mml explore --assembly My.Tests.dll         every behaviour of C# methods under the .NET model
              mml demo kv                                 a key-value store, and why what was read is right
              mml explain MP.litmus                       what a test is about
              mml doctor                                  what this machine can do
            """);
        foreach (Command verb in (Command[])[RunVerb.Create(), CompareVerb.Create(), MergeVerb.Create(), CheckVerb.Create(), SimVerb.Create(), GenerateVerb.Create(), JitVerb.Create(), ListVerb.Create(), ModelsVerb.Create(), ExplainVerb.Create(), VerifyVerb.Create(), ExploreVerb.Create(), BenchVerb.Create(), StressVerb.Create(), DemoVerb.Create(), DoctorVerb.Create()])
        {
            foreach (Argument argument in verb.Arguments) RefuseOptions(argument, verb);
            root.Subcommands.Add(verb);
        }

        return root;
    }

    /// <summary>What is wrong with a command line, a sentence a fault; nothing when it can be carried out.</summary>
    public static IEnumerable<string> Faults(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] verbs = [.. command.Subcommands.Select(c => c.Name)];
        if (command is RootCommand && parsed.Errors.Count > 0)
        {
            if (parsed.UnmatchedTokens is not [string typed, ..]) return [$"which verb? There are {string.Join(", ", verbs)}."];
            string kind = typed.StartsWith('-') ? "option" : "verb";
            return [$"no {kind} is called '{typed}'{Suggestion.For(typed, [.. verbs, .. command.Options.Select(o => o.Name)])} (the verbs are {string.Join(", ", verbs)})"];
        }

        if (command is not RootCommand && parsed.UnmatchedTokens is [['-', ..] option, ..]) return [NoOption(command, option)];
        return parsed.Errors.Select(OptionFaults.Of).Concat(OptionFaults.Commas(parsed)).Distinct();
    }

    /// <summary>A path that begins with a dash and is no file is an option that was mistyped.</summary>
    private static void RefuseOptions(Argument argument, Command verb) => argument.Validators.Add(result =>
    {
        foreach (string token in result.Tokens.Select(t => t.Value).Where(t => t.Length > 1 && t.StartsWith('-') && !Path.Exists(t)))
        {
            result.AddError(NoOption(verb, token));
        }
    });

    private static string NoOption(Command command, string typed)
    {
        string name = string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Append(command).Select(c => c.Name));
        return $"{name} has no option '{typed}'{Suggestion.For(typed, command.Options.Select(o => o.Name).Append("--help"))} (mml {name} --help tells them all)";
    }
}
