using System.Runtime.InteropServices;
using MemoryModelLab.Workloads.Broken;

namespace MemoryModelLab.Stores.Tests.Workloads.Broken;

/// <summary>
/// Every broken twin is caught: by stress where this machine can show its error, and by the litmus test of it, which the models forbid once
/// it is cured.
/// </summary>
public sealed class TwinTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Names => [.. Twin.All.Select(twin => twin.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void StressCatchesWhatInterleavingsShow(string name)
    {
        Twin twin = Named(name);
        if (!twin.NeedsWeakMemory)
            Assert.NotNull(twin.Stress(Limit, seed: 1));
    }

    /// <summary>What x64 cannot show, stress on x64 must not claim to have seen.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void OnX64StressIsBlindForMissingOrderOfPublication(string name)
    {
        Twin twin = Named(name);
        if (twin.NeedsWeakMemory && RuntimeInformation.ProcessArchitecture == Architecture.X64)
            Assert.Null(twin.Attempt(1, Limit, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItsLitmusTestIsAllowedAndForbiddenOnceCured(string name)
    {
        Twin twin = Named(name);
        Assert.Contains("dotnet Ok Sometimes", Expected(twin.Litmus));
        Assert.Contains("arm64 Ok Sometimes", Expected(twin.Litmus));
        Assert.Contains("dotnet No Never", Expected(twin.Cured));
        Assert.Contains("arm64 No Never", Expected(twin.Cured));
    }

    private static Twin Named(string name) => Twin.All.Single(twin => twin.Name == name);

    private static string[] Expected(string test) => File.ReadAllLines(Repository.File("litmus", "stores", test + ".expected"));
}
