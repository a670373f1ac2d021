using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Flow;

/// <summary>
/// Trainings whose optimizer or scheduler a service container gives: followed where the service is registered once and all who take
/// it are seen, silent otherwise.
/// </summary>
public class InjectedTrainingTests
{
    private const string Head = """
        using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks; using Microsoft.Extensions.DependencyInjection; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch;
        using Net = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
        using Batches = System.Collections.Generic.IReadOnlyList<(TorchSharp.torch.Tensor X, TorchSharp.torch.Tensor Y)>;
        using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

        """;

    // The signatures of Microsoft.Extensions.DependencyInjection.Abstractions 8.0 and its hosting that the programs use.
    private const string Library = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            using System;
            public interface IServiceCollection { }
            public sealed class ServiceCollection : IServiceCollection { }
            public interface IServiceScope : IDisposable { IServiceProvider ServiceProvider { get; } }
            public sealed class ServiceProvider : IServiceProvider, IDisposable { public object? GetService(Type type) => null; public void Dispose() { } }
            public static class Extensions
            {
                public static IServiceCollection AddSingleton<T>(this IServiceCollection services) where T : class => services;
                public static IServiceCollection AddSingleton<T, TMade>(this IServiceCollection services) where T : class where TMade : class, T => services;
                public static IServiceCollection AddSingleton<T>(this IServiceCollection services, T instance) where T : class => services;
                public static IServiceCollection AddSingleton<T>(this IServiceCollection services, Func<IServiceProvider, T> factory) where T : class => services;
                public static IServiceCollection TryAddSingleton<T>(this IServiceCollection services) where T : class => services;
                public static IServiceCollection TryAddSingleton<T>(this IServiceCollection services, Func<IServiceProvider, T> factory) where T : class => services;
                public static IServiceCollection AddScoped<T>(this IServiceCollection services) where T : class => services;
                public static IServiceCollection AddScoped<T>(this IServiceCollection services, Func<IServiceProvider, T> factory) where T : class => services;
                public static IServiceCollection AddTransient<T>(this IServiceCollection services) where T : class => services;
                public static IServiceCollection AddTransient<T>(this IServiceCollection services, Func<IServiceProvider, T> factory) where T : class => services;
                public static IServiceCollection AddHostedService<T>(this IServiceCollection services) where T : class => services;
                public static ServiceProvider BuildServiceProvider(this IServiceCollection services) => new();
                public static T? GetService<T>(this IServiceProvider provider) => default;
                public static T GetRequiredService<T>(this IServiceProvider provider) where T : notnull => default!;
                public static IServiceScope CreateScope(this IServiceProvider provider) => null!;
            }
            public static class ActivatorUtilities { public static T CreateInstance<T>(IServiceProvider provider, params object[] parameters) => default!; }
        }
        namespace Microsoft.Extensions.Hosting
        {
            public abstract class BackgroundService { protected abstract System.Threading.Tasks.Task ExecuteAsync(System.Threading.CancellationToken stoppingToken); }
        }
        """;

    private static readonly Dictionary<string, (string Ids, string Source)> s_programs = new()
    {
        ["an optimizer that is injected"] = ("LR2001", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 1)));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Trainer>();
            using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) {
                    for (int epoch = 0; epoch < epochs; epoch++) {
                        foreach (var (x, y) in data) {
                            optimizer.zero_grad();
                            nn.functional.mse_loss(net.forward(x), y).backward();
                            optimizer.step();
                        }
                        Console.WriteLine($"epoch {epoch}");
                    }
                }
            }
            """),
        ["a scheduler that is injected"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 1)));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Scheduler>(sp => optim.lr_scheduler.CosineAnnealingLR(sp.GetRequiredService<optim.Optimizer>(), 50));
            services.AddSingleton<ITrainer, Trainer>();
            using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<ITrainer>().Run(Array.Empty<(Tensor X, Tensor Y)>());
            public interface ITrainer { void Run(Batches data); }
            public sealed class Trainer : ITrainer {
                private readonly Net _net; private readonly optim.Optimizer _optimizer; private readonly Scheduler _scheduler;
                public Trainer(Net net, optim.Optimizer optimizer, Scheduler scheduler) { _net = net; _optimizer = optimizer; _scheduler = scheduler; }
                public void Run(Batches data) {
                    for (int epoch = 0; epoch < 50; epoch++) {
                        foreach (var (x, y) in data) {
                            _optimizer.zero_grad();
                            nn.functional.mse_loss(_net.forward(x), y).backward();
                            _optimizer.step();
                        }
                        _scheduler.step();
                    }
                }
            }
            """),
        ["a schedule that is too short for whom it is injected into"] = ("LR2005", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 1)));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Scheduler>(sp => optim.lr_scheduler.CosineAnnealingLR(sp.GetRequiredService<optim.Optimizer>(), 10));
            services.AddSingleton<Trainer>();
            using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>());
            public sealed class Trainer {
                private readonly Net _net; private readonly optim.Optimizer _optimizer; private readonly Scheduler _scheduler;
                public Trainer(Net net, optim.Optimizer optimizer, Scheduler scheduler) { _net = net; _optimizer = optimizer; _scheduler = scheduler; }
                public void Run(Batches data) {
                    for (int epoch = 0; epoch < 50; epoch++) {
                        foreach (var (x, y) in data) {
                            _optimizer.zero_grad();
                            nn.functional.mse_loss(_net.forward(x), y).backward();
                            _optimizer.step();
                        }
                        _scheduler.step();
                    }
                }
            }
            """),
        ["a scheduler of a scope that is never stepped"] = ("LR2002", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 1)));
            services.AddScoped<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddScoped<Scheduler>(sp => optim.lr_scheduler.CosineAnnealingLR(sp.GetRequiredService<optim.Optimizer>(), 50));
            services.AddScoped<Trainer>();
            using var provider = services.BuildServiceProvider();
            using var scope = provider.CreateScope();
            scope.ServiceProvider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>());
            public sealed class Trainer(Net net, optim.Optimizer optimizer, Scheduler scheduler) {
                public void Run(Batches data) {
                    for (int epoch = 0; epoch < 50; epoch++) {
                        foreach (var (x, y) in data) {
                            optimizer.zero_grad();
                            nn.functional.mse_loss(net.forward(x), y).backward();
                            optimizer.step();
                        }
                        Console.WriteLine(scheduler.get_last_lr().First());
                    }
                }
            }
            """),
        ["an activated trainer"] = ("LR2004", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 1)));
            services.AddSingleton<optim.Optimizer>(sp => optim.SGD(sp.GetRequiredService<Net>().parameters(), 0.05, momentum: 0.9));
            services.AddSingleton(sp => (Scheduler)optim.lr_scheduler.StepLR(sp.GetRequiredService<optim.Optimizer>(), 10, 0.5));
            services.AddSingleton<Trainer>();
            using var provider = services.BuildServiceProvider();
            ActivatorUtilities.CreateInstance<Trainer>(provider).Run(Array.Empty<(Tensor X, Tensor Y)>());
            public sealed class Trainer(Net net, optim.Optimizer optimizer, Scheduler scheduler) {
                public void Run(Batches data) {
                    for (int epoch = 0; epoch < 50; epoch++) {
                        scheduler.step();
                        foreach (var (x, y) in data) {
                            optimizer.zero_grad();
                            nn.functional.mse_loss(net.forward(x), y).backward();
                            optimizer.step();
                        }
                    }
                }
            }
            """),
        ["a hosted worker"] = ("LR2001", """
            var builder = new { Services = (IServiceCollection)new ServiceCollection() };
            builder.Services.AddSingleton<Net>(_ => nn.Linear(10, 1));
            builder.Services.AddSingleton<optim.Optimizer>(sp => { var net = sp.GetRequiredService<Net>(); return optim.AdamW(net.parameters(), lr: 3e-4); });
            builder.Services.AddHostedService<TrainingWorker>();
            builder.Services.BuildServiceProvider();
            internal sealed class TrainingWorker : Microsoft.Extensions.Hosting.BackgroundService {
                private readonly Net _net; private readonly optim.Optimizer _optimizer;
                public TrainingWorker(Net net, optim.Optimizer optimizer) { _net = net; _optimizer = optimizer; }
                protected override async Task ExecuteAsync(CancellationToken stoppingToken) {
                    for (int epoch = 0; epoch < 100 && !stoppingToken.IsCancellationRequested; epoch++) {
                        foreach (var (x, y) in Data()) {
                            _optimizer.zero_grad();
                            nn.functional.mse_loss(_net.forward(x), y).backward();
                            _optimizer.step();
                        }
                        await Task.Yield();
                    }
                }
                private static Batches Data() => new List<(Tensor, Tensor)> { (rand(8, 10), rand(8, 1)) };
            }
            """),
        ["one of two optimizers"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Linear(10, 1));
            if (args.Length > 0) services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            else services.AddSingleton<optim.Optimizer>(sp => optim.SGD(sp.GetRequiredService<Net>().parameters(), 1e-2));
            services.AddSingleton<Trainer>();
            services.BuildServiceProvider().GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["a scheduler in another service"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Linear(10, 1));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Trainer>().AddSingleton<Plan>();
            var provider = services.BuildServiceProvider();
            provider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Plan { private readonly Scheduler _s; public Plan(optim.Optimizer optimizer) => _s = optim.lr_scheduler.StepLR(optimizer, 10, 0.5); public void EndEpoch() => _s.step(); }
            public sealed class Trainer(Net net, optim.Optimizer optimizer, Plan plan) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } plan.EndEpoch(); } }
            }
            """),
        ["an optimizer for each of two"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Linear(10, 1));
            services.AddTransient<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Trainer>().AddSingleton<Head>();
            services.BuildServiceProvider().GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Head(optim.Optimizer optimizer) { public Scheduler Plan { get; } = optim.lr_scheduler.StepLR(optimizer, 10, 0.5); }
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["an optimizer of its own"] = ("LR2001", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Linear(10, 1));
            services.AddTransient<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddTransient<Trainer>();
            services.BuildServiceProvider().GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["a scope in each round"] = ("", """
            var services = new ServiceCollection();
            services.AddScoped<Net>(sp => nn.Linear(10, 1));
            services.AddScoped<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddScoped<Trainer>();
            using var provider = services.BuildServiceProvider();
            for (int epoch = 0; epoch < 5; epoch++) { using var scope = provider.CreateScope(); scope.ServiceProvider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>()); }
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } }
            }
            """),
        ["a scope in a function that runs in each round"] = ("", """
            var services = new ServiceCollection();
            services.AddScoped<Net>(sp => nn.Linear(10, 1));
            services.AddScoped<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddScoped<Trainer>();
            using var provider = services.BuildServiceProvider();
            for (int client = 0; client < 50; client++) { Round(); }
            void Round() { using var scope = provider.CreateScope(); scope.ServiceProvider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>()); }
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } }
            }
            """),
        ["another optimizer for each fold"] = ("", """
            var services = new ServiceCollection();
            services.AddTransient<Net>(sp => nn.Linear(10, 1));
            services.AddTransient<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddTransient<Trainer>();
            using var provider = services.BuildServiceProvider();
            for (int fold = 0; fold < 20; fold++) { Fold(); }
            void Fold() => provider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>());
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } }
            }
            """),
        ["a container for each seed"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Linear(10, 1));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Trainer>();
            for (int seed = 0; seed < 20; seed++) { using var provider = services.BuildServiceProvider(); provider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>()); }
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } }
            }
            """),
        ["a scope in a function that runs once"] = ("LR2001", """
            var services = new ServiceCollection();
            services.AddScoped<Net>(sp => nn.Linear(10, 1));
            services.AddScoped<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddScoped<Trainer>();
            Start(services.BuildServiceProvider());
            static void Start(ServiceProvider provider) { using var scope = provider.CreateScope(); scope.ServiceProvider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50); }
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["a trainer for each fold that makes its optimizer"] = ("", """
            var services = new ServiceCollection();
            services.AddTransient<Net>(sp => nn.Linear(10, 1));
            services.AddTransient<Trainer>();
            using var provider = services.BuildServiceProvider();
            for (int fold = 0; fold < 20; fold++) { Fold(); }
            void Fold() => provider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>());
            public sealed class Trainer {
                private readonly Net net; private readonly optim.Optimizer optimizer;
                public Trainer(Net net) { this.net = net; optimizer = optim.Adam(net.parameters(), 1e-3); }
                public void Run(Batches data) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } }
            }
            """),
        ["a trainer for each scope that makes its optimizer"] = ("", """
            var services = new ServiceCollection();
            services.AddScoped<Net>(sp => nn.Linear(10, 1));
            services.AddScoped<Trainer>();
            using var provider = services.BuildServiceProvider();
            for (int fold = 0; fold < 20; fold++) { using var scope = provider.CreateScope(); scope.ServiceProvider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>()); }
            public sealed class Trainer {
                private readonly Net net; private readonly optim.Optimizer optimizer;
                public Trainer(Net net) { this.net = net; optimizer = optim.Adam(net.parameters(), 1e-3); }
                public void Run(Batches data) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } }
            }
            """),
        ["one trainer that makes its optimizer, asked for in each epoch"] = ("LR2001", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Linear(10, 1));
            services.AddSingleton<Trainer>();
            using var provider = services.BuildServiceProvider();
            for (int epoch = 0; epoch < 20; epoch++) { provider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>()); }
            public sealed class Trainer {
                private readonly Net net; private readonly optim.Optimizer optimizer;
                public Trainer(Net net) { this.net = net; optimizer = optim.Adam(net.parameters(), 1e-3); }
                public void Run(Batches data) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } }
            }
            """),
        ["a function that is injected"] = ("LR2001", """
            var services = new ServiceCollection();
            services.AddSingleton<Func<Net, optim.Optimizer>>(net => optim.Adam(net.parameters(), 1e-3));
            services.AddSingleton<Trainer>();
            services.BuildServiceProvider().GetRequiredService<Trainer>().Run(nn.Linear(10, 1), Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Trainer(Func<Net, optim.Optimizer> make) {
                public void Run(Net net, Batches data, int epochs) { var optimizer = make(net); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["an extension method of this program"] = ("LR2001", """
            var services = new ServiceCollection();
            services.AddTraining(1e-3);
            services.BuildServiceProvider().GetService<Trainer>()?.Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public static class TrainingServices {
                public static IServiceCollection AddTraining(this IServiceCollection services, double rate) {
                    services.TryAddSingleton<Net>(_ => nn.Linear(10, 1));
                    services.TryAddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), rate));
                    services.TryAddSingleton<Trainer>();
                    return services;
                }
            }
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["a library that registers for others"] = ("", """
            public static class TrainingServices {
                public static IServiceCollection AddTraining(this IServiceCollection services, double rate) {
                    services.AddSingleton<Net>(_ => nn.Linear(10, 1));
                    services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), rate));
                    services.AddSingleton<Trainer>();
                    return services;
                }
            }
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["an optimizer that is registered itself"] = ("LR2001", """
            var net = nn.Linear(10, 1);
            var services = new ServiceCollection();
            services.AddSingleton<Net>(net);
            services.AddSingleton<optim.Optimizer>(optim.Adam(net.parameters(), 1e-3));
            services.AddSingleton<Trainer>();
            services.BuildServiceProvider().GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["a trainer that is activated with another optimizer"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Linear(10, 1));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            var provider = services.BuildServiceProvider();
            var own = optim.Adam(provider.GetRequiredService<Net>().parameters(), 1e-3); var plan = optim.lr_scheduler.StepLR(own, 10, 0.5);
            ActivatorUtilities.CreateInstance<Trainer>(provider, own).Run(Array.Empty<(Tensor X, Tensor Y)>(), 50, plan);
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs, Scheduler plan) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } plan.step(); } }
            }
            """),
        ["a trainer that a function makes"] = ("LR2001", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(sp => nn.Linear(10, 1));
            services.AddSingleton<Trainer>(sp => new Trainer(sp.GetRequiredService<Net>(), optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3)));
            services.BuildServiceProvider().GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["a handler that takes it unseen"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(_ => nn.Linear(10, 1));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Trainer>();
            var handlers = new List<Delegate>();
            handlers.Add((optim.Optimizer optimizer, double rate) => { foreach (var group in optimizer.ParamGroups) { group.LearningRate = rate; } });
            services.BuildServiceProvider().GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["a class that nobody is seen to make"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(_ => nn.Linear(10, 1));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Trainer>();
            services.BuildServiceProvider().GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50);
            public sealed class Schedule(optim.Optimizer optimizer) { public Scheduler Plan { get; } = optim.lr_scheduler.StepLR(optimizer, 10, 0.5); }
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } } }
            }
            """),
        ["an optimizer that is asked for by its type"] = ("", """
            var services = new ServiceCollection();
            services.AddSingleton<Net>(_ => nn.Linear(10, 1));
            services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
            services.AddSingleton<Trainer>();
            IServiceProvider provider = services.BuildServiceProvider();
            var plan = optim.lr_scheduler.StepLR((optim.Optimizer)provider.GetService(typeof(optim.Optimizer))!, 10, 0.5);
            provider.GetRequiredService<Trainer>().Run(Array.Empty<(Tensor X, Tensor Y)>(), epochs: 50, plan);
            public sealed class Trainer(Net net, optim.Optimizer optimizer) {
                public void Run(Batches data, int epochs, Scheduler plan) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { optimizer.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); optimizer.step(); } plan.step(); } }
            }
            """),
        ["a schedule in a container that is shorter than its loop"] = ("LR2005", """
            class Trainer { readonly Net _m; readonly optim.Optimizer _o; readonly optim.lr_scheduler.LRScheduler _s; public Trainer(Net m, optim.Optimizer o, optim.lr_scheduler.LRScheduler s) { _m = m; _o = o; _s = s; }
             public void Fit(List<(Tensor, Tensor)> data) { for (int epoch = 0; epoch < 50; epoch++) { foreach (var (x, y) in data) { _o.zero_grad(); nn.functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } _s.step(); } } }
            static class P { static void Main() { var services = new ServiceCollection();
             services.AddSingleton<Net>(sp => nn.Linear(3, 1));
             services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
             services.AddSingleton<optim.lr_scheduler.LRScheduler>(sp => optim.lr_scheduler.CosineAnnealingLR(sp.GetRequiredService<optim.Optimizer>(), 10));
             services.AddSingleton<Trainer>();
             services.BuildServiceProvider().GetRequiredService<Trainer>().Fit(new List<(Tensor, Tensor)>()); } }
            """),
        ["a schedule in a container that is as long as its loop"] = ("", """
            class Trainer { readonly Net _m; readonly optim.Optimizer _o; readonly optim.lr_scheduler.LRScheduler _s; public Trainer(Net m, optim.Optimizer o, optim.lr_scheduler.LRScheduler s) { _m = m; _o = o; _s = s; }
             public void Fit(List<(Tensor, Tensor)> data) { for (int epoch = 0; epoch < 50; epoch++) { foreach (var (x, y) in data) { _o.zero_grad(); nn.functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } _s.step(); } } }
            static class P { static void Main() { var services = new ServiceCollection();
             services.AddSingleton<Net>(sp => nn.Linear(3, 1));
             services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
             services.AddSingleton<optim.lr_scheduler.LRScheduler>(sp => optim.lr_scheduler.CosineAnnealingLR(sp.GetRequiredService<optim.Optimizer>(), 50));
             services.AddSingleton<Trainer>();
             services.BuildServiceProvider().GetRequiredService<Trainer>().Fit(new List<(Tensor, Tensor)>()); } }
            """),
        ["a schedule in a container that is stepped per batch"] = ("LR2003", """
            class Settings { public int Epochs { get; set; } = 40; }
            class Trainer { readonly Net _m; readonly optim.Optimizer _o; readonly optim.lr_scheduler.LRScheduler _s; readonly Settings _c; public Trainer(Net m, optim.Optimizer o, optim.lr_scheduler.LRScheduler s, Settings c) { _m = m; _o = o; _s = s; _c = c; }
             public void Fit(List<(Tensor, Tensor)> data) { for (int epoch = 0; epoch < _c.Epochs; epoch++) { foreach (var (x, y) in data) { _o.zero_grad(); nn.functional.mse_loss(_m.forward(x), y).backward(); _o.step(); _s.step(); } } } }
            static class P { static void Main() { var services = new ServiceCollection();
             services.AddSingleton(new Settings());
             services.AddSingleton<Net>(sp => nn.Linear(3, 1));
             services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
             services.AddSingleton<optim.lr_scheduler.LRScheduler>(sp => optim.lr_scheduler.CosineAnnealingLR(sp.GetRequiredService<optim.Optimizer>(), sp.GetRequiredService<Settings>().Epochs));
             services.AddSingleton<Trainer>();
             services.BuildServiceProvider().GetRequiredService<Trainer>().Fit(new List<(Tensor, Tensor)>()); } }
            """),
        ["a schedule in a container that is stepped twice in a round"] = ("LR2019", """
            class Trainer { readonly Net _m; readonly optim.Optimizer _o; readonly optim.lr_scheduler.LRScheduler _s; public Trainer(Net m, optim.Optimizer o, optim.lr_scheduler.LRScheduler s) { _m = m; _o = o; _s = s; }
             public void Fit(List<(Tensor, Tensor)> data) { for (int epoch = 0; epoch < 50; epoch++) { foreach (var (x, y) in data) { _o.zero_grad(); nn.functional.mse_loss(_m.forward(x), y).backward(); _o.step(); _s.step(); } _s.step(); } } }
            static class P { static void Main() { var services = new ServiceCollection();
             services.AddSingleton<Net>(sp => nn.Linear(3, 1));
             services.AddSingleton<optim.Optimizer>(sp => optim.Adam(sp.GetRequiredService<Net>().parameters(), 1e-3));
             services.AddSingleton<optim.lr_scheduler.LRScheduler>(sp => optim.lr_scheduler.CosineAnnealingLR(sp.GetRequiredService<optim.Optimizer>(), 50));
             services.AddSingleton<Trainer>();
             services.BuildServiceProvider().GetRequiredService<Trainer>().Fit(new List<(Tensor, Tensor)>()); } }
            """),
        ["settings in a container whose rate a statement has replaced"] = ("", """
            class Settings { public double Lr { get; set; } = 50; public int Epochs { get; set; } = 3; }
            class Trainer { readonly Net _m; readonly Settings _c; public Trainer(Net m, Settings c) { _m = m; _c = c; }
             public void Fit(List<(Tensor, Tensor)> data) { var o = optim.Adam(_m.parameters(), _c.Lr); o.step(); } }
            static class P { static void Main() { var services = new ServiceCollection(); var settings = new Settings(); settings.Lr = 1e-3;
             services.AddSingleton(settings);
             services.AddSingleton<Net>(sp => nn.Linear(3, 1));
             services.AddSingleton<Trainer>();
             services.BuildServiceProvider().GetRequiredService<Trainer>().Fit(new List<(Tensor, Tensor)>()); } }
            """),
        ["settings that a container makes with their defaults"] = ("LR1003", """
            class Settings { public double Lr { get; set; } = 50; public int Epochs { get; set; } = 3; }
            class Trainer { readonly Net _m; readonly Settings _c; public Trainer(Net m, Settings c) { _m = m; _c = c; }
             public void Fit(List<(Tensor, Tensor)> data) { var o = optim.Adam(_m.parameters(), _c.Lr); o.step(); } }
            static class P { static void Main() { var services = new ServiceCollection();
             services.AddSingleton<Settings>();
             services.AddSingleton<Net>(sp => nn.Linear(3, 1));
             services.AddSingleton<Trainer>();
             services.BuildServiceProvider().GetRequiredService<Trainer>().Fit(new List<(Tensor, Tensor)>()); } }
            """),
    };

    public static TheoryData<string> Names => [.. s_programs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task IsFollowedThroughTheContainer(string name)
    {
        (string ids, string source) = s_programs[name];
        Compilation compilation = Analysis.Compile(Head + source, Library);
        Assert.Empty(Analysis.Errors(compilation));
        string[] expected = ids.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, Analysis.RulesIn(await Analysis.BuildAsync(compilation)));
        Assert.Equal(expected, Analysis.RulesIn(await Analysis.EditorAsync(compilation)));
    }
}
