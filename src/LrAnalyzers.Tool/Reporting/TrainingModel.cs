using LrAnalyzers.Tool.Findings;
using LrAnalyzers.Tool.Workspaces;

namespace LrAnalyzers.Tool.Reporting;

/// <summary>A place in the code.</summary>
/// <param name="Path">The path from the root, with slashes.</param>
/// <param name="Line">The line, from 1.</param>
internal readonly record struct Place(string Path, int Line);

/// <summary>A learning rate of an optimizer or trainer.</summary>
/// <param name="Label">Whose it is, such as <c>group 2</c>; empty where there is only one.</param>
/// <param name="Expression">The code that gives it; <see langword="null"/> where it is left to the default.</param>
/// <param name="Numbers">Its value, or each that it can take; empty where that is not known.</param>
/// <param name="Written">Where the number is written, if that is elsewhere.</param>
/// <param name="Place">Where it is given.</param>
/// <param name="Usual">The usual range of the algorithm.</param>
/// <param name="Working">The range in which the algorithm can train.</param>
/// <param name="Typical">The rate to start from when nothing else is known.</param>
internal sealed record Rate(
    string Label,
    string? Expression,
    IReadOnlyList<double> Numbers,
    Place? Written,
    Place Place,
    (double Minimum, double Maximum)? Usual,
    (double Minimum, double Maximum)? Working,
    double? Typical);

/// <summary>The learning rate of one parameter group over a training.</summary>
/// <param name="Label">The group; empty where there is only one.</param>
/// <param name="Points">The share of the training, 0 to 1, and the rate there.</param>
/// <param name="BreaksAt">The share from which on there is no rate any more; <see langword="null"/> where there always is.</param>
internal sealed record CurveLine(string Label, IReadOnlyList<(double Share, double Rate)> Points, double? BreaksAt);

/// <summary>A schedule over the training that was recognised.</summary>
/// <param name="Lines">A line for each parameter group whose rate is known, or one for all.</param>
/// <param name="IsRelative">Whether the rates are shares of a first rate that is not known.</param>
/// <param name="IsStairs">Whether the rate stays between two steps, as it does where it changes once per epoch.</param>
/// <param name="Length">How long the training is, such as <c>12 epochs</c>.</param>
/// <param name="Description">The curve in words.</param>
/// <param name="Note">What was assumed; <see langword="null"/> where everything is known.</param>
internal sealed record Curve(
    IReadOnlyList<CurveLine> Lines, bool IsRelative, bool IsStairs, string Length, string Description, string? Note);

/// <summary>A finding, and the fix that a lightbulb offers first.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="FixTitle">What the fix is called; <see langword="null"/> where there is none.</param>
/// <param name="Fix">The files that the fix changes.</param>
/// <param name="Fixed">The schedule with the fix; <see langword="null"/> where it stays, or is not known.</param>
internal sealed record ReportedFinding(Finding Finding, string? FixTitle, IReadOnlyList<FileChange> Fix, Curve? Fixed);

/// <summary>An optimizer or trainer.</summary>
/// <param name="Algorithm">Its name, such as <c>Adam</c>.</param>
/// <param name="Library">The library that it is from.</param>
/// <param name="Member">Where in the program, such as <c>Program.Train</c>.</param>
/// <param name="Place">Where it is created.</param>
/// <param name="Project">The name of the project.</param>
/// <param name="Schedule">The schedule's name, or what there is instead of one.</param>
/// <param name="IsScheduled">Whether a schedule or a decay of its own changes the rate.</param>
/// <param name="Loops">The loops that were recognised around its steps; empty where there are none.</param>
/// <param name="Rates">Its learning rates.</param>
/// <param name="Curve">The schedule over the training as written; <see langword="null"/> where it cannot be known.</param>
/// <param name="NoCurve">Why there is no curve, in a sentence; <see langword="null"/> where there is one, or its absence needs no words.</param>
/// <param name="Findings">What is found about it.</param>
internal sealed record Training(
    string Algorithm,
    string Library,
    string Member,
    Place Place,
    string Project,
    string Schedule,
    bool IsScheduled,
    string Loops,
    IReadOnlyList<Rate> Rates,
    Curve? Curve,
    string? NoCurve,
    IReadOnlyList<ReportedFinding> Findings)
{
    /// <summary>The finding whose fix is the first to change the curve; <see langword="null"/> where none does.</summary>
    public ReportedFinding? Mended => Findings.OrderByDescending(finding => finding.Finding.Severity)
        .FirstOrDefault(finding => finding.Fixed is not null && (Curve is null || finding.Fixed.IsRelative == Curve.IsRelative));
}

/// <summary>Everything that a page shows.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Trainings">The optimizers and trainers, in the order of projects, files and lines.</param>
/// <param name="Others">Findings about none of them.</param>
/// <param name="SourceUrl">The address of the sources, with <c>{path}</c> and <c>{line}</c>; <see langword="null"/> for none.</param>
internal sealed record Report(string Title, IReadOnlyList<Training> Trainings, IReadOnlyList<ReportedFinding> Others, string? SourceUrl);
