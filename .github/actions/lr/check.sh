#!/usr/bin/env bash
# What the action runs. Its inputs come as LR_PATH, LR_BASELINE, LR_SEVERITY, LR_SARIF, LR_FAIL and LR_ARGUMENTS, its repository as LR_SOURCE.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build "$LR_SOURCE/src/LrAnalyzers.Tool" --configuration Release --framework net10.0 --verbosity quiet -nologo -consoleLoggerParameters:NoSummary
arguments=(check "$LR_PATH" --severity "$LR_SEVERITY")
if [ -n "$LR_BASELINE" ]; then arguments+=(--baseline "$LR_BASELINE"); fi
if [ -n "$LR_SARIF" ]; then arguments+=(--output "$LR_SARIF" --output-format sarif); else arguments+=(--output-format github); fi
if [ "$LR_FAIL" != true ]; then arguments+=(--exit-zero); fi
read -ra more <<<"$LR_ARGUMENTS"
# An empty array is unbound to the bash of macOS.
dotnet "$LR_SOURCE/.artifacts/bin/LrAnalyzers.Tool/release_net10.0/LrAnalyzers.Tool.dll" "${arguments[@]}" ${more[@]+"${more[@]}"}
