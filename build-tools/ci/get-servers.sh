#!/usr/bin/env bash
# Gets the servers of the tests that no package of Debian 12 installs, or none beside the others, into the cache folder. For
# main/testing/ssh-servers.ts: Python's SSH servers in an environment of their own, Go's as a program, Java's as classes, and OpenSSH 10 out of its
# package. For main/testing/courier.ts: Courier IMAP out of its packages, which conflict with dovecot. A server that is there already is kept. Needs
# python3 with venv, go 1.18 or later, a JDK with mvn, and apt-get of Debian 12 with openssh-server, whose libraries OpenSSH 10 uses.
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
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
# Takes packages of a suite of Debian apart into $apt/FOLDER: unpack SUITE FOLDER PACKAGE…
unpack() {
  local suite=$1 folder=$2 package keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  shift 2
  # Lists of packages of its own: the machine's apt keeps its sources, and no root is needed.
  mkdir -p "$apt/$suite/lists/partial" "$apt/$suite/cache" "$apt/$folder"
  echo "deb [signed-by=$keyring] http://deb.debian.org/debian $suite main" >"$apt/$suite/sources.list"
  local options=(
    -qq -o "Dir::Etc::SourceList=$apt/$suite/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$apt/$suite/lists"
    -o "Dir::Cache=$apt/$suite/cache" -o "APT::Sandbox::User=$(id -un)"
  )
  apt-get "${options[@]}" update
  (cd "$apt/$suite" && apt-get "${options[@]}" download -t "$suite" "$@")
  for package in "$apt/$suite"/*.deb; do dpkg-deb -x "$package" "$apt/$folder"; done
}
if [ ! -x "$cache/openssh-10/usr/sbin/sshd" ]; then
  unpack bookworm-backports openssh-10 openssh-server
  # One that does not run must not stay in the cache.
  "$apt/openssh-10/usr/sbin/sshd" -V
  rm -rf "$cache/openssh-10"
  mv "$apt/openssh-10" "$cache/openssh-10"
fi
if [ ! -x "$cache/courier/usr/sbin/couriertcpd" ]; then
  unpack bookworm courier courier-imap courier-base courier-authlib courier-authdaemon courier-authlib-userdb libcourier-unicode4 libgamin0 gamin
  rm -rf "$cache/courier"
  mv "$apt/courier" "$cache/courier"
fi
