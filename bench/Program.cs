using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ChatOps502.Bench;

// in this process: the project that BenchmarkDotNet would generate knows nothing of this checkout's build rules
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
var config = DefaultConfig.Instance.AddJob(job).HideColumns(Column.Error, Column.RatioSD);
string[] everything = ["--filter", "*"];
BenchmarkSwitcher
    .FromAssembly(typeof(BundleReading).Assembly)
    .Run(args.Length == 0 ? everything : args, config);
