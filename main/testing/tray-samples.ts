import type { PendingQuestion } from '../../contract/question.ts'
import { noTraffic } from '../../contract/traffic.ts'
import type { ForwardStatus, Lights, TunnelState, TunnelStatus } from '../../contract/tunnel-state.ts'

// Sample accounts for the tray: number 1 has the id 1.

export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** A forward with this light of the mail server, and with SSH up. */
export const forwardThat = (mailServer: Lights['mailServer']): ForwardStatus => ({
  id: 'pop3',
  service: 'pop3',
  bindAddress: '127.0.0.1',
  localPort: 11_110,
  destination: 'localhost:110',
  listener: { name: 'listening' },
  lights: { ssh: 'up', forward: 'allowed', mailServer },
  traffic: noTraffic,
  programs: [],
})

export const tunnel = (number: number, state: TunnelState, forwards: readonly ForwardStatus[] = []): TunnelStatus => ({
  accountId: id(number),
  account: `Account ${number}`,
  server: 'bob@mail.example.org:22',
  state,
  forwards,
  traffic: noTraffic,
})

/** A question for the account's passphrase. */
export const asked = (account: string): PendingQuestion => ({
  id: 'a6b6d0c8-9a6b-4f5e-8a51-0f9b2f1f3a10',
  askedAt: '2026-01-01T10:00:00Z',
  question: { kind: 'passphrase', account, identity: 'laptop' },
})
