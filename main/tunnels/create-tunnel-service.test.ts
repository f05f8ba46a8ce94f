import { expect, test } from 'vitest'
import { accountOf, forwardTo, tunnelHarness } from '../testing/tunnel-harness.ts'

const { compose, greeting, startMailServer } = tunnelHarness()

test('a tunnel that is asked for while every other is being ended does not come up', async () => {
  const nowhere = { host: '127.0.0.1', port: 1, user: 'bob', clientKeyFile: '/nowhere', knownHostsLines: () => [] }
  const forward = await forwardTo(await startMailServer())
  const { service } = await compose([accountOf(nowhere, [forward])], [])
  const asked = service.up('work')
  await service.close()
  await asked
  expect(service.status()).toEqual([])
  expect(await greeting(forward.bindPort)).toBe('ECONNREFUSED')
})
