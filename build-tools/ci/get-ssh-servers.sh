#!/usr/bin/env bash
# Makes the SSH servers that are libraries, for main/testing/ssh-servers.ts, in the cache folder: Python's in an environment of their own, Go's
# as a program, and Java's as classes. What is there already is kept. Needs python3 with venv, go 1.18 or later, and a JDK with mvn.
set -euo pipefail
cd "$(dirname "$0")/../.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/postern-ci
mkdir -p "$cache"
if ! "$cache/python/bin/python" -c 'import asyncssh, paramiko, twisted.conch.ssh.factory' 2>/dev/null; then
  rm -rf "$cache/python"
  python3 -m venv "$cache/python"
  "$cache/python/bin/pip" install --quiet 'asyncssh==2.24.1' 'paramiko==5.1.0' 'Twisted[conch]==26.10.0'
fi
if [ ! -x "$cache/go-ssh-server" ] || [ main/testing/servers/go/main.go -nt "$cache/go-ssh-server" ]; then
  (cd main/testing/servers/go && CGO_ENABLED=0 go build -o "$cache/go-ssh-server" .)
fi
if [ ! -e "$cache/mina/MinaServer.class" ] || [ main/testing/servers/mina/MinaServer.java -nt "$cache/mina/MinaServer.class" ]; then
  mvn -q -B -f main/testing/servers/mina/pom.xml dependency:copy-dependencies -DoutputDirectory="$cache/mina"
  javac -cp "$cache/mina/*" -d "$cache/mina" main/testing/servers/mina/MinaServer.java
fi
