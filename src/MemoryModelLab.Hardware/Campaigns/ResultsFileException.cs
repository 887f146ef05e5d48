namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>A results file cannot be used as asked; the message says why and what would be right.</summary>
public sealed class ResultsFileException(string message) : Exception(message);
