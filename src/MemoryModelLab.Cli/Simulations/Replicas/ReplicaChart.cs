using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>A run of replicas as a message-sequence chart: clients at the left, replicas at the right; an arrow is a message that arrives.</summary>
internal static class ReplicaChart
{
    public static Trace Of(IReadOnlyList<RunStep> steps)
    {
        string[] clients = [.. steps.Where(step => step.Message.IsRequest).Select(step => Sender(step.Message)).Distinct().Order(StringComparer.Ordinal)];
        string[] replicas = [.. steps.SelectMany(step => step.Message.IsRequest ? [step.Message.To] : (int[])[step.Message.From, step.Message.To]).Distinct().Order().Select(ClientHistory.Replica)];
        string[] participants = [.. clients, .. replicas];
        return new Trace(participants, [], [.. steps.Select(Step)]);

        TraceStep Step(RunStep step)
        {
            int from = Array.IndexOf(participants, Sender(step.Message)), to = Array.IndexOf(participants, ClientHistory.Replica(step.Message.To));
            string what = Words(step.Message);
            if (step.IsInvocation) return new TraceStep(StepKind.Request, from, from, $"sends {what} to {participants[to]}", 0, []);
            return new TraceStep(StepKind.Message, from, to, step.IsRepeated ? $"{what}, and will again" : what, 0, []);
        }
    }

    private static string Sender(Message message) => message.IsRequest ? $"C{message.From + 1}" : ClientHistory.Replica(message.From);

    private static string Words(Message message)
    {
        string key = ClientHistory.Key(message.Key), stamp = message.Stamp > 0 ? $", stamp {message.Stamp}" : "";
        return message.Kind switch
        {
            MessageKind.Read => $"r({key})",
            MessageKind.Write => $"w({key}){message.Value}",
            _ => $"{message.Kind} {key}={message.Value}",
        } + stamp;
    }
}
