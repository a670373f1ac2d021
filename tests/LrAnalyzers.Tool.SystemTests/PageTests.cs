using System.Text.RegularExpressions;

namespace LrAnalyzers.Tool.SystemTests;

/// <summary>The page of the sample, made once.</summary>
public sealed class SamplePage : IAsyncLifetime
{
    /// <summary>The folder of the page.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("lr-page-").FullName;

    /// <summary>The page's file.</summary>
    public string File => Path.Combine(Folder, "report.html");

    public async Task InitializeAsync()
    {
        string sample = Path.Combine(Workshop.Metadata("RepositoryRoot"), "samples", "TorchSharpTraining");
        (await Workshop.RunAsync(Folder, "dotnet", [Workshop.Metadata("Tool.net10.0"), "report", sample, "-o", File, "-p", "SampleArtifactsPath=" + Path.Combine(Folder, "artifacts")])).ShouldEndWith(0);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}

/// <summary>The page in a real browser: what a person sees, filters and reaches with the keyboard.</summary>
public sealed partial class PageTests(SamplePage page) : IClassFixture<SamplePage>
{
    [Fact]
    public async Task Page_HasEveryOptimizer_ItsCurve_AndNoError()
    {
        Assert.Equal(
            "Adam+AdamW, 2 curves as written, all findings, errors: none",
            await EvaluateAsync("""
                const told = $$(".tile.warning dd, .tile.note dd").reduce((sum, tile) => sum + Number(tile.textContent), 0);
                const as = kind => $$("svg.curve").filter(curve => curve.querySelector("." + kind)).length;
                return `${$$(".card h3").map(h => h.firstChild.textContent.trim()).join("+")}, ${as("written")} curves as written, `
                  + `${told > 0 && told === $$(".finding").length ? "all" : "not all"} findings, errors: ${errors.join() || "none"}`;
                """));
    }

    [Theory]
    [InlineData("$('#search').value = 'adamw'; input('#search');", "AdamW")]
    [InlineData("$('#search').value = 'FineTune lr1002'; input('#search');", "AdamW")]
    [InlineData("$('#rule').value = 'LR2001'; input('#rule');", "Adam AdamW")]
    [InlineData("$('#rule').value = 'LR1002'; input('#rule');", "AdamW")]
    [InlineData("$('#only').checked = true; input('#only');", "Adam AdamW")]
    [InlineData("$('#search').value = 'no such thing'; input('#search');", "nothing")]
    [InlineData("$('#search').value = 'no such thing'; input('#search'); $('#reset').click();", "Adam AdamW")]
    [InlineData("$('#search').value = 'adamw'; input('#search'); key('Escape');", "Adam AdamW")]
    public async Task Filters_ShowWhatMatches(string action, string expected)
    {
        string shown = await EvaluateAsync(action + """
            const cards = $$(".card").filter(card => card.offsetParent !== null).map(card => card.querySelector("h3").firstChild.textContent.trim());
            return cards.join(" ") || ($("#nothing").offsetParent ? "nothing" : "a blank page");
            """);

        Assert.Equal(expected, shown);
    }

    [Fact]
    public async Task Filters_StandInTheAddress()
    {
        Assert.Equal("1 of 2", await EvaluateAsync("return $('#shown').textContent;", "#search=adamw"));
    }

    [Fact]
    public async Task Keys_MoveAndOpen()
    {
        Assert.Equal(
            "search, AdamW, all open, 0 open, dark, light",
            await EvaluateAsync("""
                const said = [];
                key("/"); said.push(document.activeElement.id);
                document.activeElement.blur();
                key("j"); key("j");
                const card = document.activeElement;
                said.push(card.querySelector("h3").firstChild.textContent.trim());
                const open = () => (card.querySelector("details:not([open])") ? card.querySelectorAll("details[open]").length : "all") + " open";
                key("o"); said.push(open());
                key("o"); said.push(open());
                document.documentElement.dataset.theme = "light";
                key("t"); said.push(document.documentElement.dataset.theme);
                key("t"); said.push(document.documentElement.dataset.theme);
                return said.join(", ");
                """));
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Colours_CanBeRead(string theme)
    {
        // WCAG 2: 4.5 to 1 for text.
        Assert.Equal(
            "all",
            await EvaluateAsync($$"""
                document.documentElement.dataset.theme = "{{theme}}";
                for (const finding of $$("details")) finding.open = true;
                const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
                const luminance = rgb => { const [r, g, b] = rgb.match(/[\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
                const ground = element => { for (; element; element = element.parentElement) { const c = getComputedStyle(element).backgroundColor; if (!/, 0\)$/.test(c) && c !== "transparent") return c; } return "rgb(255,255,255)"; };
                const faint = [];
                for (const element of $$("body *")) {
                  if (![...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) || element.closest("script, style, select") || !element.getClientRects().length) continue;
                  const style = getComputedStyle(element);
                  const [a, b] = [luminance(element.closest("svg") ? style.fill : style.color), luminance(ground(element))].sort((x, y) => y - x);
                  if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(element.className || element.tagName);
                }
                return [...new Set(faint)].join(" ") || "all";
                """));
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(380)]
    public async Task Page_FitsItsWindow(int width)
    {
        Assert.Equal("fits", await EvaluateAsync("for (const finding of $$('details')) finding.open = true; return document.documentElement.scrollWidth <= innerWidth ? 'fits' : `${document.documentElement.scrollWidth} > ${innerWidth}`;", width: width));
    }

    // The page with a script behind its own that acts and leaves what it found in the document.
    private async Task<string> EvaluateAsync(string script, string fragment = "", int width = 1200)
    {
        string copy = Path.Combine(page.Folder, $"{Guid.NewGuid():n}.html");
        string text = await File.ReadAllTextAsync(page.File);
        await File.WriteAllTextAsync(copy, text
            .Replace("<style>", "<script>const errors = []; addEventListener('error', event => errors.push(event.message)); addEventListener('securitypolicyviolation', event => errors.push(event.violatedDirective));</script><style>", StringComparison.Ordinal)
            .Replace("</body>", $$"""
                <script>
                (() => {
                  const $ = selector => document.querySelector(selector), $$ = selector => [...document.querySelectorAll(selector)];
                  const input = selector => $(selector).dispatchEvent(new Event("input", { bubbles: true }));
                  const key = name => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
                  let said;
                  try { said = (() => { {{script}} })(); } catch (error) { said = "threw " + error; }
                  const result = document.createElement("output");
                  result.id = "said";
                  result.textContent = said;
                  document.body.append(result);
                })();
                </script>
                </body>
                """, StringComparison.Ordinal));
        CommandResult browser = (await Workshop.RunAsync(page.Folder, Chromium(),
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", $"--window-size={width},1000",
            "--user-data-dir=" + Path.Combine(page.Folder, "profile"), "--dump-dom", new Uri(copy).AbsoluteUri + fragment,
        ])).ShouldEndWith(0);
        Match said = Said().Match(browser.Output);
        Assert.True(said.Success, browser.Output + browser.Error);
        return System.Net.WebUtility.HtmlDecode(said.Groups["text"].Value);
    }

    // LR_CHROMIUM names one; else the first that is installed.
    private static string Chromium() =>
        Environment.GetEnvironmentVariable("LR_CHROMIUM") is { Length: > 0 } named ? named
        : new[] { "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("There is no Chromium: install one, or name it in LR_CHROMIUM.");

    [GeneratedRegex(@"<output id=""said"">(?<text>.*?)</output>", RegexOptions.Singleline)]
    private static partial Regex Said();
}
