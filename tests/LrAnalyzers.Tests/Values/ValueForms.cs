namespace LrAnalyzers.Tests.Values;

/// <summary>The forms of C# through which a number comes from where it is written to a learning rate.</summary>
internal static class ValueForms
{
    /// <summary>
    /// The sources by the name of what they show. <c>value</c> is what is known of the learning rate in the line, <c>source</c> a
    /// place in another line, or in this one, that gives it its value.
    /// </summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["literal"] = """
            class C { void M(IEnumerable<Parameter> p) { optim.SGD(p, 0.1); } } // $ value=0.1
            """,
        ["arithmetic and Math"] = """
            class C { void M(IEnumerable<Parameter> p) {
                optim.SGD(p, 1 / 10.0); // $ value=0.1
                optim.SGD(p, Math.Pow(10, -1)); // $ value=0.1
                optim.SGD(p, 1 / 10); // $ value=0
                optim.SGD(p, (float)0.5); // $ value=0.5
            } }
            """,
        ["constant"] = """
            class C { const double Rate = 0.1; void M(IEnumerable<Parameter> p) { // $ source
                optim.SGD(p, Rate); // $ value=0.1
            } }
            """,
        ["local"] = """
            class C { void M(IEnumerable<Parameter> p) {
                double rate = 0.1; // $ source
                optim.SGD(p, rate); // $ value=0.1
            } }
            """,
        ["local written once more"] = """
            class C { void M(IEnumerable<Parameter> p) {
                double rate = 0.1;
                rate *= 5;
                optim.SGD(p, rate); // $ value=0.5
            } }
            """,
        ["local in branches"] = """
            class C { void M(IEnumerable<Parameter> p, bool b) {
                double rate = 0.1; // $ source
                if (b) { rate = 0.5; } // $ source
                optim.SGD(p, rate);
            } }
            """,
        ["readonly field"] = """
            class C { readonly double _rate = 0.1; // $ source
                void M(IEnumerable<Parameter> p) { optim.SGD(p, _rate); } } // $ value=0.1
            """,
        ["field of a constructor"] = """
            class C { readonly double _rate; C() { _rate = 0.1; } // $ source
                void M(IEnumerable<Parameter> p) { optim.SGD(p, _rate); } }
            """,
        ["static constructor"] = """
            class C { static readonly double s_rate; static C() { s_rate = 0.1; } // $ source
                void M(IEnumerable<Parameter> p) { optim.SGD(p, s_rate); } }
            """,
        ["property"] = """
            class C { double Rate { get; } = 0.1; // $ source
                void M(IEnumerable<Parameter> p) { optim.SGD(p, Rate); } } // $ value=0.1
            """,
        ["property with a body"] = """
            class C { double Rate => 0.1; // $ source
                void M(IEnumerable<Parameter> p) { optim.SGD(p, Rate); } } // $ value=0.1
            """,
        ["lazy property"] = """
            class C { double? _rate; double Rate => _rate ??= 0.1; // $ source
                void M(IEnumerable<Parameter> p) { optim.SGD(p, Rate); } }
            """,
        ["settings class"] = """
            class Settings { public double Rate { get; set; } = 0.1; } // $ source
            class C { void M(IEnumerable<Parameter> p, Settings settings) {
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["object initializer"] = """
            class Settings { public double Rate { get; init; } }
            class C { void M(IEnumerable<Parameter> p) {
                var settings = new Settings { Rate = 0.1 }; // $ source
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["record"] = """
            record Settings(double Rate);
            class C { void M(IEnumerable<Parameter> p) {
                var settings = new Settings(0.1); // $ source
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["with"] = """
            record Settings(double Rate);
            class C { void M(IEnumerable<Parameter> p, Settings given) {
                var settings = given with { Rate = 0.1 }; // $ source
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["record deconstructed"] = """
            record Settings(int Epochs, double Rate);
            class C { void M(IEnumerable<Parameter> p) {
                var (epochs, rate) = new Settings(9, 0.1); // $ source
                optim.SGD(p, rate);
            } }
            """,
        ["record deconstructed that a with has changed"] = """
            record Rates(double Rate, double Decay);
            record Settings(int Epochs, Rates Rates);
            class C { void M(IEnumerable<Parameter> p) {
                var settings = new Settings(9, new Rates(0.1, 0)); // $ source
                settings = settings with { Rates = settings.Rates with { Rate = 0.5 } }; // $ source
                var (epochs, rates) = settings;
                var (rate, decay) = rates;
                optim.SGD(p, rate);
            } }
            """,
        ["initial value that every object overwrites"] = """
            class Settings { public double Rate { get; set; } = 5; public int Epochs { get; set; } }
            class C { void M(IEnumerable<Parameter> p) {
                var settings = new Settings { Epochs = 9, Rate = 0.1 }; // $ source
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["initial value that a constructor overwrites"] = """
            class Settings { public double Rate { get; } = 5; public Settings(double rate) { Rate = rate; } }
            class C { void M(IEnumerable<Parameter> p) {
                var settings = new Settings(0.1); // $ source
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["initial value of one of two objects"] = """
            class Settings { public double Rate { get; set; } = 5; } // $ source
            class C { void M(IEnumerable<Parameter> p, bool isOwn) {
                var settings = isOwn ? new Settings { Rate = 0.1 } : new Settings(); // $ source
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["local written in the cases of a loop"] = """
            class C { void M(IEnumerable<Parameter> p, string[] args) {
                double rate = 0.1; // $ source
                for (int i = 0; i < args.Length; i++) {
                    switch (args[i]) {
                        case "fast": rate = 0.5; break; // $ source
                        case "slow": rate = 0.01; break; // $ source
                    }
                }
                optim.SGD(p, rate);
            } }
            """,
        ["local written in every case"] = """
            class C { void M(IEnumerable<Parameter> p, string kind) {
                double rate = 5;
                switch (kind) { case "fast": rate = 0.5; break; case "slow": rate = 0.01; break; default: throw new ArgumentException(kind); } // $ source
                optim.SGD(p, rate);
            } }
            """,
        ["local written in every case of a loop"] = """
            class C { void M(IEnumerable<Parameter> p, string[] args) {
                double rate = 0.1; // $ source
                foreach (string kind in args) {
                    switch (kind) {
                        case "fast": rate = 0.5; break; // $ source
                        case "slow": rate = 0.01; break; // $ source
                        default: throw new ArgumentException(kind);
                    }
                }
                optim.SGD(p, rate);
            } }
            """,
        ["local written in a case that goes on to another"] = """
            class C { void M(IEnumerable<Parameter> p, string kind) {
                double rate = 0.1; // $ source
                switch (kind) { case "fast": rate = 5; goto case "slow";
                    case "slow": rate = 0.01; break; } // $ source
                optim.SGD(p, rate);
            } }
            """,
        ["local written twice in one case"] = """
            class C { void M(IEnumerable<Parameter> p, string kind) {
                double rate = 0.1; // $ source
                switch (kind) { case "fast": rate = 5;
                    rate = 0.5; break; // $ source
                    case "slow": rate = 0.01; break; } // $ source
                optim.SGD(p, rate);
            } }
            """,
        ["primary constructor"] = """
            class Trainer(double rate) { public void M(IEnumerable<Parameter> p) { optim.SGD(p, rate); } }
            class C { void M(IEnumerable<Parameter> p) => new Trainer(0.1).M(p); } // $ source
            """,
        ["anonymous object"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var settings = new { Rate = 0.1 }; // $ source
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["argument"] = """
            class C { void M(IEnumerable<Parameter> p) => Fit(p, 0.1); // $ source
                static void Fit(IEnumerable<Parameter> p, double rate) { optim.SGD(p, rate); } }
            """,
        ["named and optional argument"] = """
            class C { void M(IEnumerable<Parameter> p) { Fit(p); Fit(rate: 0.5, p: p); } // $ source
                static void Fit(IEnumerable<Parameter> p,
                    double rate = 0.1) { // $ source
                    optim.SGD(p, rate); // $ value=0.1
                } }
            """,
        ["in argument"] = """
            class C { void M(IEnumerable<Parameter> p) => Fit(p, 0.1); // $ source
                static void Fit(IEnumerable<Parameter> p, in double rate) { optim.SGD(p, rate); } }
            """,
        ["params"] = """
            class C { void M(IEnumerable<Parameter> p) => Fit(p, 0.1); // $ source
                static void Fit(IEnumerable<Parameter> p, params double[] rates) { optim.SGD(p, rates[0]); } }
            """,
        ["out argument"] = """
            class C { void M(IEnumerable<Parameter> p) {
                    Read(out double rate);
                    optim.SGD(p, rate);
                }
                static void Read(out double rate) { rate = 0.1; } } // $ source
            """,
        ["ref argument"] = """
            class C { void M(IEnumerable<Parameter> p) {
                    double rate = 0.1;
                    Change(ref rate);
                    optim.SGD(p, rate);
                }
                static void Change(ref double rate) { rate = 0.5; } }
            """,
        ["return"] = """
            class C { void M(IEnumerable<Parameter> p) { optim.SGD(p, Rate(true)); }
                static double Rate(bool b) {
                    if (b) { return 0.1; } // $ source
                    return 0.5; // $ source
                } }
            """,
        ["expression body"] = """
            class C { void M(IEnumerable<Parameter> p) { optim.SGD(p, Rate()); }
                static double Rate() => 0.1; } // $ source
            """,
        ["local function"] = """
            class C { void M(IEnumerable<Parameter> p) { optim.SGD(p, Rate());
                double Rate() => 0.1; } } // $ source
            """,
        ["lambda"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Func<double> rate = () => 0.1; // $ source
                optim.SGD(p, rate());
            } }
            """,
        ["lambda's parameter"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Func<double, Optimizer> make = rate => optim.SGD(p, rate);
                make(0.1); // $ source
            } }
            """,
        ["tuple"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var settings = (Epochs: 9, Rate: 0.1); // $ source
                optim.SGD(p, settings.Rate);
            } }
            """,
        ["deconstruction"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var (epochs, rate) = (9, 0.1); // $ source
                optim.SGD(p, rate);
            } }
            """,
        ["tuple that is returned"] = """
            class C { void M(IEnumerable<Parameter> p) {
                    var (_, rate) = Read();
                    optim.SGD(p, rate);
                }
                static (int, double) Read() => (9, 0.1); } // $ source
            """,
        ["conditional"] = """
            class C { void M(IEnumerable<Parameter> p, bool b) { optim.SGD(p, b ? 0.1 : 0.5); } } // $ value=0.1|0.5 source
            """,
        ["switch expression"] = """
            class C { void M(IEnumerable<Parameter> p, int n) { optim.SGD(p, n switch {
                1 => 0.1, // $ source
                _ => 0.5, // $ source
            }); } }
            """,
        ["switch statement"] = """
            class C { void M(IEnumerable<Parameter> p, int n) {
                double rate;
                switch (n) {
                    case 1: rate = 0.1; break; // $ source
                    default: rate = 0.5; break; // $ source
                }
                optim.SGD(p, rate);
            } }
            """,
        ["coalesce"] = """
            class C { void M(IEnumerable<Parameter> p, double? given) {
                double rate = given ?? 0.1; // $ source
                optim.SGD(p, rate);
            } }
            """,
        ["nullable"] = """
            class C { void M(IEnumerable<Parameter> p) {
                double? rate = 0.1; // $ source
                optim.SGD(p, rate.Value);
            } }
            """,
        ["conditional access"] = """
            class Settings { public double Rate = 0.1; } // $ source
            class C { void M(IEnumerable<Parameter> p, Settings? settings) {
                optim.SGD(p, settings?.Rate ?? 0.5); // $ source
            } }
            """,
        ["await"] = """
            class C { async Task M(IEnumerable<Parameter> p) { optim.SGD(p, await Rate()); }
                static async Task<double> Rate() { await Task.Yield(); return 0.1; } } // $ source
            """,
        ["array element"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var rates = new[] { 0.1, 0.5 }; // $ source
                optim.SGD(p, rates[1]);
            } }
            """,
        ["list"] = """
            class C { void M(IEnumerable<Parameter> p) {
                List<double> rates = [0.1]; // $ MISSING: source
                rates.Add(0.5); // $ MISSING: source
                optim.SGD(p, rates.First());
            } }
            """,
        ["dictionary"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var rates = new Dictionary<string, double> {
                    ["adam"] = 0.001,
                    ["sgd"] = 0.1, // $ source
                };
                optim.SGD(p, rates["sgd"]);
            } }
            """,
        ["foreach"] = """
            class C { void M(IEnumerable<Parameter> p) {
                foreach (double rate in new[] { 0.1, 0.5 }) { // $ source
                    optim.SGD(p, rate);
                }
            } }
            """,
        ["iterator"] = """
            class C { void M(IEnumerable<Parameter> p) { foreach (double rate in Rates()) { optim.SGD(p, rate); } }
                static IEnumerable<double> Rates() {
                    yield return 0.1; // $ source
                } }
            """,
        ["interface"] = """
            interface ISettings { double Rate { get; } }
            class Settings : ISettings { public double Rate => 0.1; } // $ source
            class C { void M(IEnumerable<Parameter> p, ISettings settings) { optim.SGD(p, settings.Rate); } }
            """,
        ["override"] = """
            abstract class Base { protected abstract double Rate { get; } void M(IEnumerable<Parameter> p) { optim.SGD(p, Rate); } }
            class C : Base { protected override double Rate => 0.1; } // $ source
            """,
        ["generic class"] = """
            class Box<T>(T value) { public T Value { get; } = value; }
            class C { void M(IEnumerable<Parameter> p) {
                var box = new Box<double>(0.1); // $ source
                optim.SGD(p, box.Value);
            } }
            """,
        ["extension method"] = """
            static class C { static void M(IEnumerable<Parameter> p) => p.Fit(0.1); // $ source
                static void Fit(this IEnumerable<Parameter> p, double rate) { optim.SGD(p, rate); } }
            """,
        ["pattern"] = """
            class C { void M(IEnumerable<Parameter> p) {
                object made = 0.1; // $ source
                if (made is double rate) { optim.SGD(p, rate); }
            } }
            """,
        ["parsed with a fallback"] = """
            class C { void M(IEnumerable<Parameter> p, string[] args) {
                double rate = args.Length > 0 ? double.Parse(args[0]) : 0.1; // $ source
                optim.SGD(p, rate);
            } }
            """,
        ["another file"] = """
            class C { void M(IEnumerable<Parameter> p) { optim.SGD(p, Settings.Rate); } }
            // next file
            static class Settings { public static double Rate = 0.1; } // $ source
            """,
        ["partial class"] = """
            partial class C { void M(IEnumerable<Parameter> p) { optim.SGD(p, _rate); } }
            // next file
            partial class C { readonly double _rate = 0.1; } // $ source
            """,
        ["computed by the project"] = """
            class C { void M(IEnumerable<Parameter> p, int n) {
                double rate = 0.1 * n; // $ source
                optim.SGD(p, rate);
            } }
            """,
    };
}
