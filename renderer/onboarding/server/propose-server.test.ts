import { describe, expect, test } from 'vitest'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { newOnboarding } from '../../../contract/onboarding.ts'
import { isComplete, isGuess, withHost, withImport, withMailAddress, type Server } from './propose-server.ts'

const around = { userName: 'robert', names: ['Example.org'] }
const empty = newOnboarding('robert').server
const typing = (text: string, from: Server = empty): Server =>
  Array.from(text).reduce((server, letter) => withMailAddress(server, server.mailAddress + letter, around), from)

describe('a mail address', () => {
  test('is enough to begin: user, server and a free account name follow from it', () => {
    const server = typing('bob@example.org')
    expect(server).toMatchObject({ host: 'example.org', user: 'bob', name: 'example.org 2' })
    expect(isComplete(server)).toBe(true)
    expect(isGuess(server)).toBe(true)
  })

  test('changes none of what the person typed', () => {
    const own = { ...empty, host: 'ssh.example.net', user: 'bbrown', name: 'Choir' }
    const server = typing('bob@example.org', own)
    expect(server).toEqual({ ...own, mailAddress: 'bob@example.org' })
    expect(isGuess(server)).toBe(false)
  })

  test('that is removed removes its proposals too', () => {
    expect(withMailAddress(typing('bob@example.org'), '', around)).toEqual(empty)
  })

  test.each(['bob', '@', 'bob@', '@@', 'bob@exa mple', 'bob@-'])('that is not valid, such as %j, proposes no server', (address) => {
    expect(withMailAddress(empty, address, around)).toMatchObject({ host: '', name: '' })
  })
})

test('the account has the name of the server until the person types another', () => {
  const server = withHost(empty, 'mail.example.net', around)
  expect(server.name).toBe('example.net')
  expect(withHost(server, 'mail.example.com', around).name).toBe('example.com')
  expect(withHost({ ...server, name: 'Choir' }, 'mail.example.com', around).name).toBe('Choir')
})

describe('an import from another program', () => {
  const imported: ImportedAccount = {
    source: 'ssh-command',
    name: 'mail.example.org',
    host: 'mail.example.org',
    port: 2222,
    user: 'bob',
    mailUser: 'bob@example.org',
    forwards: [
      { service: 'smtp', bindAddress: '127.0.0.1', destinationHost: 'localhost', destinationPort: 25 },
      { service: 'pop3', bindAddress: '127.0.0.1', destinationHost: 'popserver', destinationPort: 110 },
    ],
    leftOut: [],
  }

  test('fills in the typed fields', () => {
    expect(withImport(empty, imported, around)).toEqual({
      way: 'type',
      mailAddress: 'bob@example.org',
      host: 'mail.example.org',
      port: '2222',
      user: 'bob',
      name: 'example.org 2',
      mailHost: 'popserver',
      imported,
    })
  })

  test('keeps the typed mail address, and leaves the fields empty for which it has no value', () => {
    const typed = { ...empty, mailAddress: 'me@example.net' }
    const server = withImport(typed, { source: 'fetchmailrc', name: 'mail', forwards: [], leftOut: [] }, around)
    expect(server).toMatchObject({ mailAddress: 'me@example.net', host: '', port: '22', user: 'robert', mailHost: '' })
    expect(isComplete(server)).toBe(false)
  })
})
