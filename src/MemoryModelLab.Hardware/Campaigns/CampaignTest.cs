using System.Security.Cryptography;
using System.Text;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>A test as a campaign runs it.</summary>
/// <param name="Identity">Which test it is.</param>
/// <param name="Hoped">The states a model allows: while some of them are rare, the test has more to show.</param>
/// <param name="Run">Runs it.</param>
/// <param name="Print">A state's text.</param>
public sealed record CampaignTest(
    TestIdentity Identity, IReadOnlySet<string> Hoped, Func<HardwareOptions, CancellationToken, HardwareResult> Run, Func<IReadOnlyList<long>, string> Print)
{
    private const int HashDigits = 16;

    /// <summary>A litmus test, run as <paramref name="run"/> does; its hash is of the test as it is printed, so that comments and blanks do not count.</summary>
    public static CampaignTest Of(LitmusProgram program, IReadOnlySet<string> hoped, Func<HardwareOptions, CancellationToken, HardwareResult> run)
    {
        ArgumentNullException.ThrowIfNull(program);
        LitmusTest test = program.Test;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(LitmusPrinter.Print(test))))[..HashDigits];
        return new CampaignTest(
            new TestIdentity(test.Name, test.Architecture.ToString(), hash),
            hoped,
            run,
            values => StateValues.Print(program, [.. values]));
    }
}
