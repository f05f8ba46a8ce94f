import { expect, test } from 'vitest'
import type { Failure } from '../../../contract/failure.ts'
import { describeWith } from '../../testing/components.ts'
import { mustRun } from '../../testing/run-program.ts'

const modules = {
  connect: new URL('../connect.ts', import.meta.url),
  options: new URL('../../testing/connect-options.ts', import.meta.url),
}

/** Connects from a network namespace of its own, set up by `commands` of ip(8), and returns the failure. */
const failureInNamespace = async (host: string, commands: readonly string[] = []): Promise<Failure> => {
  const code = `
    const { connect } = await import('${modules.connect.href}')
    const { connectOptions } = await import('${modules.options.href}')
    const options = connectOptions(22, { host: '${host}', connectTimeoutMs: 700 })
    await connect(options).catch((error) => console.log(JSON.stringify(error.failure ?? { error: String(error) })))`
  const script = [...commands.map((command) => `ip ${command}`), 'exec "$0" --import tsx --input-type=module -e "$1"'].join(' && ')
  return JSON.parse(await mustRun('unshare', ['--net', 'sh', '-c', script, process.execPath, code])) as Failure
}

/** An interface with an address, on a network without other hosts. */
const network = ['link set lo up', 'link add d0 type bridge', 'address add 192.0.2.1/24 dev d0', 'link set d0 up']

describeWith(['root', 'unshare', 'ip'], 'a machine', () => {
  test('without a network rejects as offline, for an address and for a name', async () => {
    expect(await failureInNamespace('198.51.100.1')).toEqual({ code: 'offline', host: '198.51.100.1' })
    expect(await failureInNamespace('mail.example.org')).toEqual({ code: 'offline', host: 'mail.example.org' })
  })

  test('with a network rejects an unreachable host', async () => {
    const unreachable = [...network, 'route add unreachable 198.51.100.0/24']
    expect(await failureInNamespace('198.51.100.1', unreachable)).toEqual({
      code: 'host-unreachable',
      host: '198.51.100.1',
      port: 22,
    })
  })

  test('rejects as timed out if a host does not answer at all', async () => {
    expect(await failureInNamespace('192.0.2.77', network)).toEqual({
      code: 'connection-timeout',
      host: '192.0.2.77',
      port: 22,
      seconds: 0.7,
    })
  })
})
