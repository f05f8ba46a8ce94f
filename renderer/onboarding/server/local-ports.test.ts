import { expect, test } from 'vitest'
import type { ImportedForward } from '../../../contract/imported-account.ts'
import { withLocalPorts } from './local-ports.ts'

const pop3: ImportedForward = { service: 'pop3', bindAddress: '127.0.0.1', destinationHost: 'popserver', destinationPort: 110 }

/** Proposes ports like main: the first free one above 11000. */
const propose = (destinationPort: number, taken: readonly number[]): Promise<number> => {
  let port = 11_000 + destinationPort
  while (taken.includes(port)) port += 1000
  return Promise.resolve(port)
}

const portsOf = async (forwards: readonly ImportedForward[], used: readonly number[] = []): Promise<unknown> =>
  (await withLocalPorts(forwards, used, propose)).map(({ id, bindPort }) => [id, bindPort])

test('a port keeps the local port that mail apps know', async () => {
  expect(await portsOf([{ ...pop3, bindPort: 2003 }])).toEqual([['pop3', 2003]])
})

test('a local port of another account is replaced', async () => {
  expect(await portsOf([{ ...pop3, bindPort: 2003 }], [2003])).toEqual([['pop3', 11_110]])
})

test('no two ports get the same local port', async () => {
  const forwards = [pop3, { ...pop3, bindPort: 11_110 }, pop3, { ...pop3, bindPort: 11_110 }]
  expect(await portsOf(forwards)).toEqual([
    ['pop3', 12_110],
    ['pop3-2', 11_110],
    ['pop3-3', 13_110],
    ['pop3-4', 14_110],
  ])
})
