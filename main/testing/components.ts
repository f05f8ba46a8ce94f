import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'vitest'

const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin']

/** Returns the absolute path of a program, from PATH and from Debian's folders of daemons; undefined if it is not installed. */
export const findProgram = (name: string): string | undefined =>
  folders.map((folder) => path.join(folder, name)).find((candidate) => existsSync(candidate))

/** Whether this process may create a network namespace with a pair of virtual interfaces. */
const canMakeNetworks = (): boolean => {
  const name = `pt${process.pid}`
  const made = spawnSync('ip', ['link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}p`]).status === 0
  if (made) spawnSync('ip', ['link', 'delete', name])
  return made && spawnSync('unshare', ['--net', 'true']).status === 0
}

/** Where build-tools/ci/get-servers.sh puts what it gets. */
const cache = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'postern-ci')
export const python = path.join(cache, 'python/bin/python')
export const goServer = path.join(cache, 'go-ssh-server')
export const minaServer = path.join(cache, 'mina')
/** The root of OpenSSH 10's package, taken apart. */
export const openSsh10 = path.join(cache, 'openssh-10')
/** The root of the packages of Courier IMAP, taken apart: none of them can be installed beside dovecot. */
export const courier = path.join(cache, 'courier')

/** The components that are not programs: the rights that dovecot and exim need, networks of the test's own, and servers in the cache. */
const rights: Readonly<Record<string, () => boolean>> = {
  root: () => process.getuid?.() === 0,
  networks: canMakeNetworks,
  'python-ssh-servers': () => existsSync(python),
  'go-ssh-server': () => existsSync(goServer),
  'openssh-10': () => existsSync(path.join(openSsh10, 'usr/sbin/sshd')),
  courier: () => existsSync(path.join(courier, 'usr/sbin/couriertcpd')),
  'mina-ssh-server': () => findProgram('java') !== undefined && existsSync(path.join(minaServer, 'MinaServer.class')),
}

/** Returns the missing components: names of programs, and of `rights`. */
export const missingComponents = (components: readonly string[]): readonly string[] =>
  components.filter((name) => !(rights[name]?.() ?? findProgram(name) !== undefined))

/**
 * A `describe` that needs real components. A missing component makes it a skip that names the component, and a failure with CI=true: a run
 * without tests must not look like one that passed.
 */
export const describeWith = (components: readonly string[], name: string, body: () => void): void => {
  const missing = missingComponents(components)
  if (missing.length === 0) describe(name, body)
  else if (process.env['CI'] === 'true')
    describe(name, () => {
      test(`needs ${missing.join(', ')}`, () => {
        throw new Error(`not installed: ${missing.join(', ')}`)
      })
    })
  else describe.skip(`${name} (not installed: ${missing.join(', ')})`, body)
}
