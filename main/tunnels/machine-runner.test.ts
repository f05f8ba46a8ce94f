import { describe, expect, test, vi } from 'vitest'
import { FailureError } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'
import type { TunnelState } from '../../contract/tunnel-state.ts'
import type { Connection } from '../ssh/connection.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { createMachineRunner } from './machine-runner.ts'
import type { OpenedConnection } from '../connections/open-connection.ts'

const refused: Failure = { code: 'connection-refused', host: 'mail.example.org', port: 22 }
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** A runner whose attempts and connections end as the test decides. */
const injected = () => {
  const attempts: {
    readonly signal: AbortSignal
    readonly resolve: (opened: OpenedConnection) => void
    readonly reject: (error: unknown) => void
  }[] = []
  const states: TunnelState[] = []
  const faults: unknown[] = []
  const runner = createMachineRunner({
    host: 'mail.example.org',
    open: (signal) => new Promise((resolve, reject) => attempts.push({ signal, resolve, reject })),
    context: () => ({
      longestRetryMs: 1,
      connect: 'manual',
      lingerMs: undefined,
      isInUse: false,
      isOnline: true,
      isAsking: false,
    }),
    onState: (state) => states.push(state),
    explainLoss: (failure) => failure,
    onConnected: () => undefined,
    onFault: (error) => faults.push(error),
  })
  const connection = () => {
    let lose: (failure: Failure | undefined) => void = () => undefined
    const closed = new Promise<Failure | undefined>((resolve) => (lose = resolve))
    const probe = vi.fn<(timeoutMs: number) => void>()
    const end = vi.fn<() => Promise<void>>().mockResolvedValue(undefined)
    // The other members of a connection are not needed here.
    const opened = { connection: { closed, probe } as unknown as Connection, end } satisfies OpenedConnection
    return { opened, end, probe, lose: (failure?: Failure) => lose(failure) }
  }
  return { runner, attempts, states, faults, connection }
}

describe('the state machine of a tunnel', () => {
  test('closes a connection that succeeds after the disconnect, without an event', async () => {
    const { runner, attempts, states, connection } = injected()
    const late = connection()
    runner.send({ name: 'connect-requested' })
    runner.send({ name: 'disconnect-requested' })
    expect(attempts[0]!.signal.aborted).toBe(true)
    attempts[0]!.resolve(late.opened)
    await runner.settled()
    expect(late.end).toHaveBeenCalledOnce()
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'stopped'])
  })

  test('ignores the failure of an aborted attempt', async () => {
    const { runner, attempts, states } = injected()
    runner.send({ name: 'connect-requested' })
    runner.send({ name: 'disconnect-requested' })
    runner.send({ name: 'connect-requested' })
    attempts[0]!.reject(new FailureError(refused))
    await settle()
    expect(states.at(-1)).toEqual({ name: 'connecting', attempt: 1 })
  })

  test('ends the rest of a lost connection once, and connects again', async () => {
    const { runner, attempts, states, connection } = injected()
    const first = connection()
    runner.send({ name: 'connect-requested' })
    attempts[0]!.resolve(first.opened)
    await waitUntil(() => states.at(-1)?.name === 'connected', { what: 'the connection' })
    first.lose({ code: 'connection-lost', host: 'mail.example.org', reason: 'network-error' })
    await waitUntil(() => attempts.length === 2, { what: 'the next attempt' })
    runner.send({ name: 'disconnect-requested' })
    attempts[1]!.reject(new Error('aborted'))
    await runner.settled()
    expect(first.end).toHaveBeenCalledOnce()
  })

  test('settles only once an abandoned connection has ended', async () => {
    const { runner, attempts, connection } = injected()
    const only = connection()
    let ended: () => void = () => undefined
    only.end.mockReturnValue(new Promise((resolve) => (ended = resolve)))
    runner.send({ name: 'connect-requested' })
    attempts[0]!.resolve(only.opened)
    await settle()
    runner.send({ name: 'disconnect-requested' })
    const settled = vi.fn()
    const settling = runner.settled().then(settled)
    await settle()
    expect(settled).not.toHaveBeenCalled()
    ended()
    await settling
  })

  test('probes the connection when the network changes', async () => {
    const { runner, attempts, connection } = injected()
    const only = connection()
    runner.send({ name: 'connect-requested' })
    attempts[0]!.resolve(only.opened)
    await settle()
    runner.send({ name: 'network-changed' })
    expect(only.probe).toHaveBeenCalledOnce()
  })

  test('retries after a fault of the program, and reports it', async () => {
    const { runner, attempts, faults, states } = injected()
    const fault = new TypeError('broken')
    runner.send({ name: 'connect-requested' })
    attempts[0]!.reject(fault)
    await waitUntil(() => attempts.length === 2, { what: 'the next attempt' })
    expect(faults).toEqual([fault])
    expect(states[1]).toMatchObject({ name: 'retrying', failure: { reason: 'fault', said: 'broken' } })
    runner.send({ name: 'disconnect-requested' })
  })
})
