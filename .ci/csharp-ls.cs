// What an editor shows over the Language Server Protocol, beside what a build prints: csharp-ls opens a file of a project with the
// package, its findings are compared with those of `dotnet build`, and edits are timed.
//
//     dotnet tool install csharp-ls --tool-path .tools
//     dotnet run .ci/csharp-ls.cs -- .tools/csharp-ls samples/TorchSharpTraining Program.cs
//
// Arguments: the server, the project's folder, the file in it, and how many edits (5). Ends with 0 where both say the same.
#:property PublishAot=false
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

string server = Path.GetFullPath(args[0]);
string folder = Path.GetFullPath(args[1]);
string file = Path.Combine(folder, args[2]);
int edits = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 5;
string uri = new Uri(file).AbsoluteUri;

string[] built = Findings(Run("dotnet", ["build", folder, "--no-incremental", "-terminalLogger:off"]), Path.GetFileName(file));
using Process process = Start(server, []);
var answers = new ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>>();
var shown = new BlockingCollection<string[]>();
int number = 0;
_ = Task.Run(ReadAsync);
_ = Task.Run(() => process.StandardError.ReadToEndAsync());

var watch = Stopwatch.StartNew();
await AskAsync("initialize", new JsonObject
{
    ["processId"] = Environment.ProcessId,
    ["rootUri"] = new Uri(folder).AbsoluteUri,
    ["workspaceFolders"] = new JsonArray(new JsonObject { ["uri"] = new Uri(folder).AbsoluteUri, ["name"] = "project" }),
    ["capabilities"] = new JsonObject
    {
        ["workspace"] = new JsonObject { ["configuration"] = true, ["workspaceFolders"] = true },
        ["textDocument"] = new JsonObject { ["publishDiagnostics"] = new JsonObject() },
    },
});
Send("initialized", new JsonObject());
Send("workspace/didChangeConfiguration", new JsonObject { ["settings"] = Settings() });
string text = File.ReadAllText(file);
Send("textDocument/didOpen", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "csharp", ["version"] = 1, ["text"] = text } });
string[] first = Await(seen => seen.Length >= built.Length, TimeSpan.FromMinutes(5));
Console.WriteLine($"first shown after {watch.Elapsed.TotalSeconds:0.0} s");
bool isSame = built.SequenceEqual(first);
Console.WriteLine(isSame ? $"{built.Length} findings, as the build prints them" : $"build:\n  {string.Join("\n  ", built)}\neditor:\n  {string.Join("\n  ", first)}");

for (int edit = 1; edit <= edits; edit++)
{
    // A comment above everything moves all findings by one more line.
    string[] expected = [.. built.Select(finding => Moved(finding, edit)).Order(StringComparer.Ordinal)];
    watch.Restart();
    Send("textDocument/didChange", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = edit + 1 },
        ["contentChanges"] = new JsonArray(new JsonObject { ["text"] = string.Concat(Enumerable.Repeat("// An edit.\n", edit)) + text }),
    });
    string[] now = Await(seen => seen.SequenceEqual(expected), TimeSpan.FromSeconds(60));
    isSame &= now.SequenceEqual(expected);
    Console.WriteLine($"edit {edit}: {(now.SequenceEqual(expected) ? $"shown after {watch.Elapsed.TotalSeconds:0.0} s" : "not shown within a minute")}");
}

process.Kill(entireProcessTree: true);
return isSame ? 0 : 1;

static JsonObject Settings() => new() { ["csharp"] = new JsonObject { ["analyzersEnabled"] = true } };

static string Moved(string finding, int lines)
{
    string[] parts = finding.Split(' ');
    return $"{int.Parse(parts[0], CultureInfo.InvariantCulture) + lines:0000} {parts[1]} {parts[2]}";
}

// "0031 068 LR3001": sorted by place.
static string[] Findings(string output, string name) =>
[
    .. Regex.Matches(output, Regex.Escape(name) + @"\((\d+),(\d+)\): warning (LR\d{4})")
        .Select(match => $"{int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture):0000} {int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture):000} {match.Groups[3].Value}")
        .Distinct()
        .Order(StringComparer.Ordinal),
];

string[] Await(Func<string[], bool> isWanted, TimeSpan most)
{
    string[] last = [];
    var until = Stopwatch.StartNew();
    while (until.Elapsed < most)
    {
        if (shown.TryTake(out string[]? seen, most - until.Elapsed))
        {
            last = seen;
            if (isWanted(seen))
            {
                break;
            }
        }
    }

    return last;
}

Task<JsonNode?> AskAsync(string method, JsonNode parameters)
{
    int id = Interlocked.Increment(ref number);
    var answer = answers[id] = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
    Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
    return answer.Task;
}

void Send(string method, JsonNode parameters) => Write(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

void Write(JsonObject message)
{
    byte[] body = Encoding.UTF8.GetBytes(message.ToJsonString());
    lock (shown)
    {
        Stream stream = process.StandardInput.BaseStream;
        stream.Write(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"));
        stream.Write(body);
        stream.Flush();
    }
}

async Task ReadAsync()
{
    Stream stream = process.StandardOutput.BaseStream;
    while (true)
    {
        int length = 0;
        for (string line = Line(stream); line.Length > 0; line = Line(stream))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line[15..], CultureInfo.InvariantCulture);
            }
        }

        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body);
        JsonNode message = JsonNode.Parse(body)!;
        string? method = (string?)message["method"];
        if (method is null)
        {
            answers[(int)message["id"]!].TrySetResult(message["result"]);
        }
        else if (method == "textDocument/publishDiagnostics" && (string?)message["params"]!["uri"] == uri)
        {
            shown.Add(
            [
                .. message["params"]!["diagnostics"]!.AsArray()
                    .Where(diagnostic => (int?)diagnostic!["severity"] <= 2 && Regex.IsMatch(diagnostic["code"]?.ToString() ?? "", @"^LR\d{4}$"))
                    .Select(diagnostic => $"{(int)diagnostic!["range"]!["start"]!["line"]! + 1:0000} {(int)diagnostic["range"]!["start"]!["character"]! + 1:000} {diagnostic["code"]}")
                    .Order(StringComparer.Ordinal),
            ]);
        }
        else if (message["id"] is { } id)
        {
            JsonNode? result = method == "workspace/configuration"
                ? new JsonArray([.. message["params"]!["items"]!.AsArray().Select(item => (string?)item!["section"] == "csharp" ? Settings()["csharp"]!.DeepClone() : null)])
                : null;
            Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result });
        }
    }
}

static string Line(Stream stream)
{
    var line = new StringBuilder();
    for (int next = stream.ReadByte(); next != '\n'; next = stream.ReadByte())
    {
        if (next < 0)
        {
            throw new EndOfStreamException();
        }

        line.Append((char)next);
    }

    return line.ToString().TrimEnd('\r');
}

Process Start(string command, IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(command, arguments)
{
    WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
})!;

string Run(string command, IEnumerable<string> arguments)
{
    using Process run = Start(command, arguments);
    run.StandardInput.Close();
    _ = run.StandardError.ReadToEndAsync();
    string output = run.StandardOutput.ReadToEnd();
    run.WaitForExit();
    return output;
}
