import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LocalForwardSchema } from '../../contract/local-forward.ts'
import { completeForwards, proposeLocalPort, serviceOfPort } from './presets.ts'

const none: ReadonlySet<number> = new Set()
const pop3 = { service: 'pop3', bindAddress: '127.0.0.1', destinationHost: 'localhost', destinationPort: 110 } as const

test.each([
  [110, 11_110],
  [995, 11_995],
  [143, 11_143],
  [993, 11_993],
  [25, 11_025],
  [587, 11_587],
  [465, 11_465],
  [2003, 2003],
  [80, 11_080],
  // Port 1023 itself would need privilege.
  [1010, 2010],
])('for port %i proposes %i', (destination, local) => {
  expect(proposeLocalPort(destination, none)).toBe(local)
})

test('goes to the next thousand while a port is taken', () => {
  expect(proposeLocalPort(110, new Set([11_110, 12_110]))).toBe(13_110)
})

test('never proposes a port that is taken or needs privilege', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65_535 }), fc.array(fc.integer({ min: 1, max: 65 })), (destination, thousands) => {
      const taken = new Set(thousands.map((thousand) => thousand * 1000 + (destination % 1000)))
      const port = proposeLocalPort(destination, taken)
      expect(taken.has(port)).toBe(false)
      expect(port).toBeGreaterThanOrEqual(1024)
      expect(port).toBeLessThanOrEqual(65_535)
    }),
  )
})

test('knows a service by its registered port', () => {
  expect([110, 995, 143, 993, 25, 587, 465, 2525].map(serviceOfPort)).toEqual([
    ...['pop3', 'pop3s', 'imap', 'imaps', 'smtp', 'submission', 'submissions', 'other'],
  ])
})

test('a proposed port avoids one that a later forward asks for', () => {
  const forwards = completeForwards([pop3, { ...pop3, bindPort: 11_110 }], none)
  expect(forwards.map(({ id, bindPort }) => [id, bindPort])).toEqual([
    ['pop3', 12_110],
    ['pop3-2', 11_110],
  ])
})

test('each forward gets an id and a port that the account and other accounts do not use', () => {
  const other = { ...pop3, service: 'other', destinationPort: 4190 } as const
  const forwards = completeForwards([pop3, other, other], new Set([11_110]), new Set(['pop3']))
  expect(forwards.map(({ id, bindPort }) => [id, bindPort])).toEqual([
    ['pop3-2', 12_110],
    ['port-4190', 4190],
    ['port-4190-2', 5190],
  ])
  for (const forward of forwards) expect(LocalForwardSchema.parse(forward)).toEqual(forward)
})
