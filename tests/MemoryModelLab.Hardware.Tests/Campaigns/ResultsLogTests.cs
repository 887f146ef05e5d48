using System.Text;
using MemoryModelLab.Hardware.Campaigns;
using MemoryModelLab.Hardware.MachineCode;
using static MemoryModelLab.Hardware.Tests.Campaigns.Records;

namespace MemoryModelLab.Hardware.Tests.Campaigns;

/// <summary>Results files survive a kill anywhere, and are never taken for what they are not.</summary>
public sealed class ResultsLogTests
{
    private static readonly BatchRecord[] Three = [Batch(1, Sb, ("0:r0=0;", 5), ("0:r0=1;", 7)), Batch(2, Mp, ("1:r0=1 \"quoted\";", 1)), Batch(3, Sb, ("0:r0=0;", 2))];

    [Fact]
    public void Cut_at_any_byte_the_whole_lines_remain_and_writing_goes_on()
    {
        using var folder = new ScratchFolder();
        string whole = folder.File("whole"), cut = folder.File("cut");
        Write(whole, Header, Three);
        byte[] bytes = File.ReadAllBytes(whole);
        for (int length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(cut, bytes[..length]);
            int feeds = bytes.AsSpan(0, length).Count((byte)'\n');
            List<BatchRecord> there = Write(cut, Header, Batch(9, Mp, ("after", 4)));
            Assert.Equal([.. Enumerable.Range(1, Math.Max(0, feeds - 1)).Select(n => (long)n)], there.Select(b => b.Batch));
            Assert.Equal([.. there.Select(b => b.Batch), 9], Read(cut).Select(b => b.Batch));
            Assert.StartsWith(Encoding.UTF8.GetString(bytes, 0, there.Count == 0 ? 0 : bytes.AsSpan(0, length).LastIndexOf((byte)'\n')), File.ReadAllText(cut), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_written_is_read()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        Write(path, Header, Three);
        List<BatchRecord> read = Read(path);
        Assert.Equal([5L, 7L], read[0].Outcomes.Select(o => o.Count));
        Assert.Equal("1:r0=1 \"quoted\";", read[1].Outcomes[0].State);
        Assert.Equal(HardwareStatus.Completed, read[2].Status);
    }

    [Fact]
    public void A_changed_byte_anywhere_is_found()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        Write(path, Header, Three);
        byte[] bytes = File.ReadAllBytes(path);
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 1;
            File.WriteAllBytes(path, changed);
            if (at < bytes.Length - 1) Assert.Throws<ResultsFileException>(() => Read(path));
            else Assert.Equal(2, Read(path).Count); // without its line feed the last line is a torn one
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("my notes", "this is no results file")]
    [InlineData("my notes\n", "this is no results file")]
    [InlineData("{\"schema\":\"mml/res", "")]
    [InlineData("{\"schema\":\"mml/tests/1\"}", "this is no results file")]
    public void A_file_of_something_else_is_left_as_it_is(string content, string message)
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        File.WriteAllText(path, content);
        if (message.Length == 0)
        {
            Assert.Empty(Write(path, Header, Three));
            Assert.Equal(3, Read(path).Count);
            return;
        }

        Assert.Contains(message, Assert.Throws<ResultsFileException>(() => Write(path, Header)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void Other_hosts_and_tests_are_refused_with_what_differs()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        Write(path, Header, Three);
        Refused(Header with { Host = Box with { Processor = "another" } }, "another host (processor a processor, not another)");
        Refused(Header with { Jit = JitMode.ReadyToRun }, "was compiled otherwise (--jit tier1, not r2r)");
        Refused(Header with { Tests = [Sb with { Hash = "cccc" }, Mp] }, "SB (CSharp) has changed since");
        Refused(Header with { Tests = [Sb, Mp, new TestIdentity("LB", "X86", "dddd")] }, "LB (X86) is not among them");
        Refused(Header with { Tests = [Sb] }, "MP+volatile (CSharp) is not among those named now");

        void Refused(ResultsHeader header, string message) =>
            Assert.Contains(message, Assert.Throws<ResultsFileException>(() => Write(path, header)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JitMode.Tier0, "\"jit\":\"tier0\"")]
    [InlineData(JitMode.ReadyToRun, "\"jit\":\"r2r\"")]
    [InlineData(null, "}],\"crc\":")]
    public void How_C_sharp_was_compiled_stands_in_the_first_line(JitMode? jit, string text)
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        Write(path, Header with { Jit = jit }, Three);
        Assert.Contains(text, File.ReadLines(path).First(), StringComparison.Ordinal);
        Assert.Equal(jit, ResultsSummary.Read(path).Header.Jit);
        Assert.Equal(3, Write(path, Header with { Jit = jit }).Count);
    }

    [Fact]
    public void Two_campaigns_do_not_write_one_file()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        using ResultsLog log = ResultsLog.Open(path, Header, _ => { });
        log.Append(Three[0]);
        Assert.Contains("another campaign is writing", Assert.Throws<ResultsFileException>(() => Write(path, Header)).Message, StringComparison.Ordinal);
        Assert.Single(Read(path)); // reading is allowed
    }

    [Fact]
    public void A_file_and_a_link_to_it_are_one()
    {
        if (OperatingSystem.IsWindows()) return; // making links takes a privilege there
        using var folder = new ScratchFolder();
        string path = folder.File("r"), link = folder.File("link");
        using ResultsLog log = ResultsLog.Open(path, Header, _ => { });
        File.CreateSymbolicLink(link, path);
        Assert.Contains("another campaign is writing", Assert.Throws<ResultsFileException>(() => ResultsLog.Probe(link)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/r.jsonl", "no file can be made there")] // a folder nobody can write to, whoever runs the tests
    [InlineData("/nowhere/r.jsonl", "no file can be made there")]
    [InlineData("/tmp", "this is a folder")]
    public void Where_nothing_can_be_written_is_told_by_the_name_that_was_given(string path, string message)
    {
        if (!OperatingSystem.IsLinux()) return;
        string told = Assert.Throws<ResultsFileException>(() => ResultsLog.Probe(path)).Message;
        Assert.StartsWith(path + ": ", told, StringComparison.Ordinal);
        Assert.Contains(message, told, StringComparison.Ordinal);
        Assert.DoesNotContain(".lock", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Finding_out_changes_nothing()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        ResultsLog.Probe(path);
        Assert.False(File.Exists(path));
        Write(path, Header, Three);
        byte[] before = File.ReadAllBytes(path);
        ResultsLog.Probe(path);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_batch_that_stands_twice_is_not_counted_twice()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        Write(path, Header, Three);
        string[] lines = File.ReadAllLines(path);
        File.WriteAllLines(path, [.. lines, lines[2]]);
        Assert.Contains($"{path}:5:1: batch 2 of run r1 stands behind batch 3", Assert.Throws<ResultsFileException>(() => Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "\"host\":{", "\"hoist\":{", ":1:1: expected the host and the tests")]
    [InlineData(1, "mml/results/1", "mml/results/2", ":1:1: a results file of the form mml/results/2; this program reads mml/results/1")]
    [InlineData(1, "\"tests\":[", "\"tests\":[null,", ":1:1: expected the host and the tests")]
    [InlineData(2, "\"count\":5", "\"count\":-5", ":2:1: batch 1 of run r1: no run ends with such numbers")]
    [InlineData(2, "\"count\":5", "\"count\":6", ":2:1: batch 1 of run r1: the outcomes do not add up")]
    [InlineData(2, "\"outcomes\":[", "\"outcomes\":[null,", ":2:1: ")]
    [InlineData(2, "\"values\":[", "\"values\":[1,", ":2:1: ")]
    [InlineData(2, "\"hash\":", "\"hash\":null,\"cash\":", ":2:1: expected a batch")]
    [InlineData(2, "\"milliseconds\":", "\"milliseconds\":1e300,\"m\":", ":2:1: batch 1 of run r1: no run ends with such numbers")]
    [InlineData(2, "\"batch\":1", "\"batch\":99999999999999999999", ":2:1: expected a batch")]
    public void A_line_that_is_whole_and_says_what_cannot_be_is_refused(int line, string part, string instead, string message)
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        Write(path, Header, Three);
        string[] lines = File.ReadAllLines(path);
        string changed = lines[line - 1][..lines[line - 1].LastIndexOf(",\"crc\"", StringComparison.Ordinal)];
        changed = changed.Remove(changed.IndexOf(part, StringComparison.Ordinal), part.Length).Insert(changed.IndexOf(part, StringComparison.Ordinal), instead);
        lines[line - 1] = $"{changed},\"crc\":\"{Checksum.Of(Encoding.UTF8.GetBytes(changed))}\"}}";
        File.WriteAllLines(path, lines);
        Assert.StartsWith(path + message, Assert.Throws<ResultsFileException>(() => Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_is_the_one_of_the_standard() =>
        Assert.Equal("e3069283", Checksum.Of("123456789"u8)); // CRC-32C's check value
}
