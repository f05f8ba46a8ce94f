#!/usr/bin/env bash
# Gets the SSH servers that no package of Debian 12 installs, for main/testing/ssh-servers.ts, into the cache folder: Python's in an environment
# of their own, Go's as a program, Java's as classes, and OpenSSH 10 out of its package. A server that is there already is kept. Needs python3
# with venv, go 1.18 or later, a JDK with mvn, and apt-get of Debian 12 with openssh-server, whose libraries OpenSSH 10 uses.
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
if [ ! -x "$cache/openssh-10/usr/sbin/sshd" ]; then
  # Lists of packages of its own: the machine's apt keeps its sources, and no root is needed.
  apt=$(mktemp -d)
  trap 'rm -rf "$apt"' EXIT
  mkdir -p "$apt/lists/partial" "$apt/cache"
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  echo "deb [signed-by=$keyring] http://deb.debian.org/debian bookworm-backports main" >"$apt/sources.list"
  backports=(
    -qq -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache"
    -o "APT::Sandbox::User=$(id -un)"
  )
  apt-get "${backports[@]}" update
  (cd "$apt" && apt-get "${backports[@]}" download openssh-server/bookworm-backports)
  rm -rf "$cache/openssh-10" "$apt/openssh-10"
  dpkg-deb -x "$apt"/openssh-server_*.deb "$apt/openssh-10"
  # One that does not run must not stay in the cache.
  "$apt/openssh-10/usr/sbin/sshd" -V
  mv "$apt/openssh-10" "$cache/openssh-10"
fi
