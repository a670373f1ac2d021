namespace LrAnalyzers.ValueGraph;

/// <summary>
/// How far values are followed, all in one place. Reaching a limit is an escape: what was found is not all, and a rule that
/// needs all is silent. No code that a person wrote by hand for one training comes near them.
/// </summary>
internal static class GraphLimits
{
    /// <summary>Calls that one path leads through.</summary>
    public const int Calls = 8;

    /// <summary>The same for a learning rate that is inferred from where a member's value goes.</summary>
    public const int InferredCalls = 4;

    /// <summary>Callers of a function that are told apart: from more places it does the same as from these.</summary>
    public const int Callers = 8;

    /// <summary>Calls that lead down from a piece of code to what it does through methods of this project.</summary>
    public const int CallsBelow = 4;

    /// <summary>Methods that are looked into on the way down.</summary>
    public const int MethodsBelow = 64;

    /// <summary>Jumps in one function that are looked at: who writes more of them by hand trains nothing.</summary>
    public const int Jumps = 64;

    /// <summary>Files that mention a name and are bound for it.</summary>
    public const int Files = 64;

    /// <summary>Places that one walk passes.</summary>
    public const int Places = 1_000;

    /// <summary>Bodies that a virtual call can lead to.</summary>
    public const int Bodies = 8;

    /// <summary>Places on the way back to what a variable is given.</summary>
    public const int Origins = 64;

    /// <summary>Containers in containers: a list of tuples is 2 deep.</summary>
    public const int Parts = 3;

    // Delegates that are made by delegates.
    internal const int Delegates = 2;

    // Of values.
    /// <summary>Names through which a value is followed in its own file before it is bound; behind them it is looked for in others.</summary>
    public const int DeclaredNames = 4;

    /// <summary>Creations in one list that are compared with each other; a longer list is a sweep.</summary>
    public const int SweptCreations = 64;

    /// <summary>Expressions around a search option before it is given to its list: behind them it is an option of its own.</summary>
    public const int OptionDepth = 8;

    /// <summary>Operations of an expression of literals that is called hard-coded; a longer one is generated.</summary>
    public const int LiteralOperations = 64;

    /// <summary>Operations in operations of a learning rate's value; a deeper one is unknown.</summary>
    public const int ExpressionDepth = 32;

    /// <summary>Operations of a learning rate's value; a longer one is unknown.</summary>
    public const int ExpressionOperations = 400;

    /// <summary>Numbers that one learning rate can be; with more it is unknown.</summary>
    public const int Numbers = 8;

    /// <summary>Operations of a value in which a division of integers is looked for: behind them none is found.</summary>
    public const int DividedOperations = 200;

    /// <summary>Learning rates of one file that are followed back: a file with more is a list of them.</summary>
    public const int RatesOfFile = 400;

    /// <summary>Copies through which a rate may go before it is used: from the settings to a view of them and on to a file. Behind them it counts as used for nothing else.</summary>
    public const int Copies = 2;

    /// <summary>Questions about one state of a project that an editor asks; who asks more builds it, and all its rates are followed at once.</summary>
    public const int QuestionsOfEditor = 64;

    /// <summary>Files that differ between two states of a project: where more do, all files of the second are asked what those of the first were.</summary>
    public const int EditedFiles = 8;

    // Of schedules.
    /// <summary>Locals, parameters and properties through which a schedule's length is named: behind them it is another number.</summary>
    public const int Aliases = 4;

    /// <summary>Schedulers of which one is made whose lengths are read, its parts' parts included.</summary>
    public const int Schedules = 16;

    /// <summary>Schedules in schedules whose curve is built: a sequence of chains is 2 deep. With more the curve is unknown.</summary>
    public const int PartsOfSchedules = 4;

    /// <summary>Initializers of variables that lead from one to the next to a number that a trial needs; behind them it is unknown.</summary>
    public const int Initializers = 16;

    /// <summary>Values among which a condition chooses that are tried for one argument.</summary>
    public const int Choices = 3;

    /// <summary>Expressions in which the length of a resumed schedule is looked for; with more it is unknown.</summary>
    public const int LengthExpressions = 64;

    /// <summary>Schedulers of one optimizer, one after the other, that are compared with each other; of more none is judged.</summary>
    public const int SchedulersInTurn = 16;

    /// <summary>Operations of a schedule's function; a longer one is unknown.</summary>
    public const int FoldedOperations = 512;

    /// <summary>Operations in operations of a schedule's function; a deeper one is unknown.</summary>
    public const int FoldedDepth = 48;

    /// <summary>Calls of the project's own functions in a schedule's function; with more it is unknown.</summary>
    public const int FoldedCalls = 16;

    // Of trainings.
    /// <summary>Calls of one method that are compared as stages of a training; with more it is taken for one in stages.</summary>
    public const int Stages = 16;

    /// <summary>Rounds of a loop that are tried one by one for a condition; of a longer loop no branch is called dead.</summary>
    public const int Rounds = 10_000;

    /// <summary>Types of modules that are looked into for attention: in more it is not found.</summary>
    public const int ModuleTypes = 128;

    /// <summary>Containers of modules in containers that are looked into for attention.</summary>
    public const int ModuleDepth = 8;

    /// <summary>Basic blocks of a function whose ways are followed; in a longer one nobody knows what a write reaches, and none is called dead.</summary>
    public const int BasicBlocks = 2_000;

    /// <summary>Models that one variable can be; of more none is called pretrained.</summary>
    public const int ModelOrigins = 8;

    /// <summary>Operations and variables between a loop's start and what it was saved in; behind them it is no saved progress.</summary>
    public const int ProgressSteps = 6;

    /// <summary>Steps of schedulers in one round of a loop that are compared with each other; the others are passed by.</summary>
    public const int StepsOfRound = 16;
}
