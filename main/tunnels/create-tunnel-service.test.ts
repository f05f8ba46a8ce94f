import { expect, test } from 'vitest'
import type { Ask, Question } from '../../contract/question.ts'
import { accountOf, forwardTo } from '../testing/tunnel-harness.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { waitingHarness } from '../testing/waiting-harness.ts'

const { compose, dials, greeting, startMailServer, startServer, tunnelTo } = waitingHarness()

test('a tunnel that is asked for while every other is being ended does not come up', async () => {
  const nowhere = { host: '127.0.0.1', port: 1, user: 'bob', clientKeyFile: '/nowhere', knownHostsLines: () => [] }
  const forward = await forwardTo(await startMailServer())
  const { service } = await compose([accountOf(nowhere, [forward])], [])
  const asked = service.connect('work')
  await service.close()
  await asked
  expect(service.status()).toEqual([])
  expect(await greeting(forward.bindPort)).toBe('ECONNREFUSED')
})

test('an attempt in which a person is asked goes on when the network changes, and one in which nobody is asked begins anew', async () => {
  // The log-in has no answer, so that the attempt lasts.
  const { service, person, knowOnly } = await tunnelTo(await startServer({ authenticate: () => undefined }))
  knowOnly()
  const asked: { readonly signal: AbortSignal | undefined; readonly trust: () => void }[] = []
  person.ask = ((_question: Question, signal?: AbortSignal) =>
    new Promise<boolean>((resolve) => asked.push({ signal, trust: () => resolve(true) }))) as Ask
  await service.connect('work')
  await waitUntil(() => asked.length === 1, { what: 'the question about the host key' })
  service.networkChanged()
  expect(asked[0]!.signal?.aborted).toBe(false)

  asked[0]!.trust()
  await waitUntil(() => dials() === 2, { what: 'the log-in' })
  service.networkChanged()
  expect(asked[0]!.signal?.aborted).toBe(true)
  await waitUntil(() => dials() === 3, { what: 'the next attempt' })
})
