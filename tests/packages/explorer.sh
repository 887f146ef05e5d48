#!/bin/sh
# The explorer as a user meets it: packs it into a folder, makes a new xunit project outside the repository that refers to the package, and has
# it find a bug in five lines. Says OK, or what went wrong.
set -eu
repository=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for project in Litmus Models Consistency Exploration; do
    dotnet pack "$repository/src/MemoryModelLab.$project" -c Release -o "$folder/feed" --artifacts-path "$folder/build" --nologo -v quiet
done

mkdir "$folder/user"
cd "$folder/user"
export NUGET_PACKAGES="$folder/packages"
cat > nuget.config <<XML
<configuration><packageSources><add key="feed" value="$folder/feed" /></packageSources></configuration>
XML
cat > User.Tests.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="MemoryModelLab.Exploration" Version="0.1.0" />
    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
    <PackageReference Include="xunit" Version="2.9.3" />
    <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
  </ItemGroup>
</Project>
XML
cat > MailboxTests.cs <<'CS'
using MemoryModelLab.Exploration;
using Xunit;

public class Mailbox
{
    private int _letter;
    private bool _isFull;

    public void Put(int letter) => (_letter, _isFull) = (letter, true);

    public int? Take() => _isFull ? _letter : null;
}

public class MailboxTests
{
    [Fact]
    public void WhatIsTakenWasPut() => Explorer.Check(static () =>
    {
        var mailbox = new Mailbox();
        Parallel.Invoke(() => mailbox.Put(42), () => Assert.True(mailbox.Take() is null or 42));
    });
}
CS

if dotnet test --nologo > output.txt 2>&1; then
    cat output.txt
    echo "FAILED: the bug was not found"
    exit 1
fi
for expected in "MailboxTests.cs:9" "Mailbox._letter → 0 (initial" "Failed:     1"; do
    if ! grep -qF "$expected" output.txt; then
        cat output.txt
        echo "FAILED: the report does not have '$expected'"
        exit 1
    fi
done
grep -A 12 "ExplorationException" output.txt | head -13
echo OK
