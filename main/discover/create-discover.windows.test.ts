import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDiscover } from './create-discover.ts'
import { puttySessionsKey } from './find-putty-registry.ts'

const session = `test ${randomUUID()}`
const sessionKey = `${puttySessionsKey}\\${encodeURIComponent(session)}`
const setupKey = 'HKEY_CURRENT_USER\\SOFTWARE\\Cygwin\\setup'
const reg = (...args: readonly string[]): unknown => execFileSync('reg.exe', [...args, '/f'], { stdio: 'ignore' })
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'discover-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const discover = () =>
  createDiscover({ platform: process.platform, home: path.join(folder, 'home'), userName: 'bob', cygwinRoots: [] })()

test('PuTTY’s sessions are found in the registry', async () => {
  const add = (name: string, type: string, data: string): unknown => reg('add', sessionKey, '/v', name, '/t', type, '/d', data)
  add('HostName', 'REG_SZ', 'shell.example.org')
  add('Protocol', 'REG_SZ', 'ssh')
  add('PortNumber', 'REG_DWORD', '2222')
  add('PortForwardings', 'REG_SZ', '4L11110=popserver:110')
  try {
    const found = (await discover()).find(({ origin }) => origin === 'putty')
    expect(found?.place).toBe(puttySessionsKey)
    expect(found?.accounts.find(({ host }) => host === 'shell.example.org')).toMatchObject({ port: 2222 })
  } finally {
    reg('delete', sessionKey)
  }
})

test('a Cygwin is found in the folder that its setup wrote down, with its homes', async () => {
  const root = path.join(folder, 'cygwin64')
  const ssh = path.join(root, 'home', 'bob', '.ssh')
  mkdirSync(ssh, { recursive: true })
  const config = 'Host mail\n HostName mail.example.org\n IdentityFile ~/.ssh/id_ed25519\n LocalForward 11110 localhost:110\n'
  writeFileSync(path.join(ssh, 'config'), config)
  reg('add', setupKey, '/v', 'rootdir', '/t', 'REG_SZ', '/d', root)
  try {
    const found = (await discover()).find(({ origin }) => origin === 'cygwin')
    expect(found?.place).toBe(path.join(ssh, 'config'))
    expect(found?.accounts).toMatchObject([{ host: 'mail.example.org', identityFile: path.join(ssh, 'id_ed25519') }])
  } finally {
    reg('delete', setupKey)
  }
})
