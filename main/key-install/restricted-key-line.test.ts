import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureOf, type Failure } from '../../contract/failure.ts'
import type { Destination } from '../ssh/connection.ts'
import { restrictedKeyLine } from './restricted-key-line.ts'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA laptop'

const refusal = (destinations: readonly Destination[]): Failure | undefined => {
  try {
    restrictedKeyLine(key, destinations)
    return undefined
  } catch (error) {
    return failureOf(error)
  }
}

describe('a restricted key line', () => {
  test('permits the destinations, each once, and nothing else', () => {
    const destinations = [
      { host: 'localhost', port: 110 },
      { host: 'pop.example.org', port: 995 },
      { host: '::1', port: 143 },
      { host: 'localhost', port: 110 },
    ]
    expect(restrictedKeyLine(key, destinations)).toBe(
      `restrict,command="echo This key only opens mail ports; exit 1",port-forwarding,permitlisten="localhost:1",permitopen="localhost:110",permitopen="pop.example.org:995",permitopen="[::1]:143" ${key}`,
    )
  })

  test.each([
    ['OpenSSH_7.2p2 Ubuntu-4ubuntu2.10', false],
    ['OpenSSH_7.4', false],
    ['OpenSSH_6.6.1', false],
    ['OpenSSH_7.7', false],
    ['OpenSSH_7.8', true],
    ['OpenSSH_7.10', true],
    ['OpenSSH_9.2p1 Debian-2+deb12u3', true],
    ['OpenSSH_10.0', true],
    ['', true],
  ])('has permitlisten only for a server that supports it: %s', (serverSoftware, knows) => {
    const line = restrictedKeyLine(key, [{ host: 'localhost', port: 110 }], serverSoftware)
    expect(line.includes('permitlisten')).toBe(knows)
    expect(line).toContain(',port-forwarding,')
  })

  test('holds nothing that dropbear takes no key for, and everything else it can forbid', () => {
    expect(restrictedKeyLine(key, [{ host: 'localhost', port: 110 }], 'dropbear_2022.83')).toBe(
      `no-pty,no-agent-forwarding,no-X11-forwarding,command="echo This key only opens mail ports; exit 1",permitopen="localhost:110" ${key}`,
    )
  })

  test('is refused without a destination, since it would permit all of them', () => {
    expect(refusal([])).toMatchObject({ code: 'input-invalid', field: 'forwards' })
  })

  test.each(['*', 'a"', 'a",command="x', 'a\nssh-ed25519 AAAA', 'a b', 'a,b', '', '-a', 'host:22', '[::1]', 'a\\'])(
    'is not made with the host %j',
    (host) => {
      expect(refusal([{ host, port: 110 }])).toMatchObject({ code: 'input-invalid', field: 'destination' })
    },
  )

  test('keeps every host within its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        try {
          expect(restrictedKeyLine(key, [{ host, port }])).toMatch(
            /^restrict,command="[a-zA-Z0-9; ]+",port-forwarding,permitlisten="localhost:1",permitopen="[^"\n\r\s*\\,]+" ssh-ed25519 /u,
          )
        } catch (error) {
          expect(failureOf(error)?.code).toBe('input-invalid')
        }
      }),
    )
  })
})
