namespace LrAnalyzers.Package.Tests;

/// <summary>A diagnostic as the build prints it: <c>Program.cs(12,34): warning LR1001</c>, line and column counted from 1.</summary>
internal readonly record struct SourceDiagnostic(string File, int Line, int Column, string SeverityAndId) : IComparable<SourceDiagnostic>
{
    public int CompareTo(SourceDiagnostic other) => Key.CompareTo(other.Key);

    public override string ToString() => $"{File}({Line},{Column}): {SeverityAndId}";

    private (string File, int Line, int Column, string SeverityAndId) Key => (File, Line, Column, SeverityAndId);
}
