using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Litmus.Tests.Corpus;
using MemoryModelLab.Machine.Cores;
using Xunit.Abstractions;

namespace MemoryModelLab.Machine.Tests;

/// <summary>Two independent definitions, one answer: the states a machine reaches are those its axiomatic model allows.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(BufferKind.None)]
    [InlineData(BufferKind.Tso)]
    [InlineData(BufferKind.Pso)]
    public void Reaches_what_its_model_allows_on_our_tests(BufferKind buffers) =>
        AssertAgree(Directory.EnumerateFiles(ModelAgreement.Folder, "*.litmus", SearchOption.AllDirectories), new MachineOptions { Buffers = buffers });

    [CorpusTheory]
    [InlineData(BufferKind.None)]
    [InlineData(BufferKind.Tso)]
    [InlineData(BufferKind.Pso)]
    public void Reaches_what_its_model_allows_on_the_corpus(BufferKind buffers) =>
        AssertAgree(HerdCorpus.Files("X86").Concat(HerdCorpus.Files("X86_64")), new MachineOptions { Buffers = buffers });

    [CorpusFact]
    public void Without_buffers_reaches_what_sc_allows_on_the_corpus_of_the_other_dialects() =>
        AssertAgree(HerdCorpus.Files("AArch64").Concat(HerdCorpus.Files("C")), new MachineOptions { Buffers = BufferKind.None });

    [Fact]
    public void Out_of_order_reaches_what_arm64_allows_on_our_tests() =>
        AssertAgree(Directory.EnumerateFiles(ModelAgreement.Folder, "*.litmus", SearchOption.AllDirectories), new MachineOptions { OutOfOrder = true });

    [CorpusFact]
    public void Out_of_order_reaches_what_arm64_allows_on_the_corpus() =>
        AssertAgree(HerdCorpus.Files("AArch64"), new MachineOptions { OutOfOrder = true });

    [Theory]
    [InlineData("mesi")]
    [InlineData("moesi")]
    [InlineData("write-through")]
    public void Out_of_order_cannot_tell_that_there_are_caches(string protocol) =>
        AssertAgree(Directory.EnumerateFiles(Path.Combine(ModelAgreement.Folder, "classic", "aarch64"), "*.litmus"), new MachineOptions { OutOfOrder = true, Protocol = protocol });

    /// <summary>What INC writes it has read before, though no program order says so.</summary>
    [Theory]
    [InlineData(BufferKind.None)]
    [InlineData(BufferKind.Tso)]
    [InlineData(BufferKind.Pso)]
    public void An_instruction_reads_before_it_writes(BufferKind buffers) => Assert.Null(ModelAgreement.Compare(
        ModelAgreement.Parse("""
            X86_64 INC
            {}
             P0            | P1       ;
             movl (y),%ebx | incl (y) ;
             movl $1,(y)   |          ;
            exists (0:rbx=2 /\ [y]=1)
            """),
        new MachineOptions { Buffers = buffers },
        out _));

    private void AssertAgree(IEnumerable<string> files, MachineOptions options)
    {
        var faults = new List<string>();
        int exact = 0, bounded = 0;
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            LitmusProgram program;
            try
            {
                program = ModelAgreement.Read(file);
            }
            catch (LitmusException)
            {
                continue; // an instruction that is not modelled: the models cannot be asked either
            }

            if (!Simulation.Fits(program, options)) continue;
            if (ModelAgreement.Compare(program, options, out bool isExact) is { } fault) faults.Add(fault);
            else if (isExact) exact++;
            else bounded++;
        }

        output.WriteLine($"{(options.OutOfOrder ? "out of order" : options.Buffers)}, {options.Protocol}: equal on {exact} tests; on {bounded} more {(options.OutOfOrder ? "(C#, whose compiler may cancel a dependency) it reaches less" : "the machine reaches all that the model found within its loop bound")}");
        Assert.True(faults.Count == 0, $"{faults.Count} of {faults.Count + exact + bounded}\n" + string.Join("\n", faults));
        Assert.NotEqual(0, exact);
    }
}

/// <summary>A theory over the corpus; skipped where there is none.</summary>
internal sealed class CorpusTheoryAttribute : TheoryAttribute
{
    public CorpusTheoryAttribute()
    {
        if (HerdCorpus.Folder is null) Skip = "The corpus of herd7 tests is not beside this checkout (shared/corpus/herd, or MML_CORPUS).";
    }
}
