using LrAnalyzers.Tool;

return await LrApplication.RunAsync(args);
