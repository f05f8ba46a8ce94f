import { expect, test } from 'vitest'
import type { Failure } from '../../contract/failure.ts'
import { explainLoss, type UnusedLoss } from './unused-loss.ts'

const closed: Failure = { code: 'connection-lost', host: 'mail.example.org', reason: 'server-closed' }
const explained = (losses: readonly (readonly [Failure, number])[]): Failure | undefined =>
  losses.reduce<UnusedLoss | undefined>((before, [failure, unusedMs]) => explainLoss(before, failure, unusedMs), undefined)?.failure

test('A server that ends two unused connections after the same time ends unused connections', () => {
  expect(
    explained([
      [closed, 60_400],
      [{ ...closed, reason: 'server-ended', said: 'Idle timeout' }, 59_800],
    ]),
  ).toEqual({ code: 'unused-connection-ended', host: 'mail.example.org', seconds: 60 })
})

test.each<readonly [string, readonly (readonly [Failure, number])[]]>([
  ['one loss', [[closed, 60_000]]],
  [
    'losses after different times',
    [
      [closed, 60_000],
      [closed, 300_000],
    ],
  ],
  [
    'losses of connections in use',
    [
      [closed, 0],
      [closed, 10],
    ],
  ],
  [
    'a bad network',
    [
      [{ code: 'peer-silent', host: 'mail.example.org', seconds: 30 }, 60_000],
      [{ ...closed, reason: 'network-error' }, 60_000],
    ],
  ],
  [
    'a bad network between two ends',
    [
      [closed, 60_000],
      [{ ...closed, reason: 'network-error' }, 60_000],
      [closed, 60_000],
    ],
  ],
])('%s says nothing about unused connections', (_name, losses) => {
  expect(explained(losses)).toBe(losses.at(-1)![0])
})
