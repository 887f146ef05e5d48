using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>
/// A line of a results file: a JSON object whose last member, <c>"crc"</c>, is the <see cref="Checksum"/> of all the bytes before the comma in
/// front of it; then a line feed. What was torn anywhere, the line feed included, is not such a line.
/// </summary>
internal static class RecordLine
{
    /// <summary>No line is longer: the states of a batch are bounded, and so is each state.</summary>
    public const int Longest = 1 << 24;

    private const int ChecksumDigits = 8;
    private static readonly byte[] Member = ",\"crc\":\""u8.ToArray();
    private static readonly byte[] End = "\"}"u8.ToArray();

    /// <summary>The line, its line feed included.</summary>
    public static byte[] Encode<T>(T record, JsonTypeInfo<T> type)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(record, type);
        ReadOnlySpan<byte> body = json.AsSpan(0, json.Length - 1); // without the last brace
        return [.. body, .. Member, .. Encoding.ASCII.GetBytes(Checksum.Of(body)), .. End, (byte)'\n'];
    }

    /// <summary>Whether a line, without its line feed, is whole.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> line)
    {
        int tail = Member.Length + ChecksumDigits + End.Length;
        if (line.Length <= tail || !line.EndsWith(End)) return false;
        ReadOnlySpan<byte> body = line[..^tail];
        return line[body.Length..].StartsWith(Member) && Encoding.ASCII.GetString(line.Slice(body.Length + Member.Length, ChecksumDigits)) == Checksum.Of(body);
    }

    /// <summary>The record of a whole line; null when it is none.</summary>
    public static T? Decode<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
