import { expect, test } from 'vitest'
import type { LocalForward } from '../../../contract/local-forward.ts'
import { forwardsOfRows, forwardsShown, portProblems } from './forwards-of-rows.ts'
import type { MailRow } from './mail-rows.ts'

const row = (part: Partial<MailRow> = {}): MailRow => ({
  service: 'imap',
  destinationHost: 'localhost',
  destinationPort: '143',
  bindPort: '11143',
  isWanted: true,
  ...part,
})
const forward: LocalForward = {
  id: 'letters',
  service: 'imap',
  label: 'Letters',
  bindAddress: '::1',
  bindPort: 11_143,
  destinationHost: 'localhost',
  destinationPort: 143,
  enabled: false,
  mailTls: 'none',
}

test('a wanted row becomes a forward with an id of its own', () => {
  const rows = [row(), row({ service: 'other', destinationPort: '2003', bindPort: '2003' })]
  expect(forwardsOfRows(rows, { forwards: [] }, [])).toEqual([
    {
      id: 'imap',
      service: 'imap',
      bindAddress: '127.0.0.1',
      bindPort: 11_143,
      destinationHost: 'localhost',
      destinationPort: 143,
      enabled: true,
      mailTls: 'none',
    },
    {
      id: 'port-2003',
      service: 'other',
      bindAddress: '127.0.0.1',
      bindPort: 2003,
      destinationHost: 'localhost',
      destinationPort: 2003,
      enabled: true,
      mailTls: 'none',
    },
  ])
})

test('a forward that the account has keeps its id, label and address, and takes the port of its row', () => {
  expect(forwardsOfRows([row({ bindPort: '12143' })], { forwards: [forward] }, [])).toEqual([
    { ...forward, bindPort: 12_143, enabled: true },
  ])
})

test('an unwanted row becomes no forward', () => {
  expect(forwardsOfRows([row({ isWanted: false })], { forwards: [forward] }, [])).toEqual([])
})

test('an imported forward keeps its local address', () => {
  const imported = { service: 'imap', bindAddress: '::1', destinationHost: 'LOCALHOST', destinationPort: 143 } as const
  expect(forwardsOfRows([row()], { forwards: [] }, [imported])).toMatchObject([{ bindAddress: '::1' }])
})

test('two forwards to the same destination each belong to the row with their local port', () => {
  const other = { ...forward, id: 'other', bindPort: 12_143 }
  const rows = [row({ bindPort: '12143' }), row()]
  expect(forwardsShown(rows, { forwards: [forward, other] }).map((shown) => shown?.id)).toEqual(['other', 'letters'])
  const changed = [row({ bindPort: '13143' }), row()]
  expect(forwardsShown(changed, { forwards: [forward, other] }).map((shown) => shown?.id)).toEqual(['other', 'letters'])
})

test('the local port of a wanted row must be a port that no wanted row before it has', () => {
  const rows = [
    row(),
    row({ bindPort: '' }),
    row({ bindPort: '0' }),
    row({ bindPort: '11143' }),
    row({ bindPort: 'x', isWanted: false }),
  ]
  expect(portProblems(rows)).toEqual([undefined, 'empty', 'port', 'port-twice', undefined])
})

test('a forward gets the proposed encryption and the facts of its row, unless it has an encryption already', () => {
  const facts = { startTls: true, plainLogIn: false }
  const proposed = row({ mailTls: 'starttls', mailServer: facts })
  expect(forwardsOfRows([proposed], { forwards: [] }, [])).toMatchObject([{ mailTls: 'starttls', mailServer: facts }])
  expect(forwardsOfRows([proposed], { forwards: [forward] }, [])).toMatchObject([{ id: 'letters', mailTls: 'starttls' }])
  const own = { ...forward, mailTls: 'tls' } as const
  expect(forwardsOfRows([proposed], { forwards: [own] }, [])).toMatchObject([{ id: 'letters', mailTls: 'tls' }])
})
