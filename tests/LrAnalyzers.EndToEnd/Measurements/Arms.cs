using System.Security.Cryptography;
using System.Text;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>A setting with one schedule, or without.</summary>
/// <param name="Setting">The training.</param>
/// <param name="Schedule">The equivalence key of the fix without its prefix; <see cref="Constant"/> before any fix.</param>
/// <param name="Place">The fix's place among those offered, from 1; 0 before any fix.</param>
/// <param name="Program">The program after the fix.</param>
internal sealed record Arm(Setting Setting, string Schedule, int Place, TrainingProgram Program)
{
    /// <summary>The schedule of a program that nobody fixed.</summary>
    public const string Constant = "constant";

    /// <summary>What identifies the program: its text.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Program.Text)))[..12];
}

/// <summary>Applies the fixes.</summary>
internal static class Arms
{
    /// <summary>The arms of each setting: before any fix, then with each schedule that is wanted and offered.</summary>
    /// <param name="settings">The trainings.</param>
    /// <param name="schedules">"all", "first", "none" or names.</param>
    public static async Task<List<Arm>> OfAsync(IEnumerable<Setting> settings, IReadOnlyCollection<string> schedules)
    {
        var arms = new List<Arm>();
        // The text of a program is the same for every length.
        foreach (IGrouping<Setting, Setting> group in settings.GroupBy(setting => setting with { Length = default }))
        {
            TrainingProgram program = group.First().CreateProgram();
            arms.AddRange(group.Select(setting => new Arm(setting, Arm.Constant, 0, program)));
            if (schedules.Contains("none"))
            {
                continue;
            }

            string[] offered = (await program.OfferedSchedulesAsync()).Single();
            for (int i = 0; i < offered.Length; i++)
            {
                if (schedules.Contains("all") || schedules.Contains("first") && i == 0 || schedules.Contains(offered[i]))
                {
                    TrainingProgram scheduled = await program.WithScheduleAsync(offered[i]);
                    arms.AddRange(group.Select(setting => new Arm(setting, offered[i], i + 1, scheduled)));
                }
            }
        }

        return arms;
    }
}
