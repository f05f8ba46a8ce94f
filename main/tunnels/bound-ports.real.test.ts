import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { describeWith } from '../testing/components.ts'

const openListener = new URL('../ssh/forward/open-listener.ts', import.meta.url).href

/**
 * Binds port 110 of `address` without the rights of root, in a network namespace that `before` prepares. Containers differ in the users that
 * may bind low ports, and the namespace makes them alike.
 */
const bindPort110 = async (before: string, address = '127.0.0.1'): Promise<unknown> => {
  const script = `
    import { openListener } from ${JSON.stringify(openListener)}
    process.seteuid(65534)
    const destination = { host: 'localhost', port: 110 }
    openListener({ bindAddress: '${address}', bindPort: 110, destination, onEvent: () => undefined }).then(
      (listener) => { console.log('{"bound":true}'); void listener.close() },
      (error) => console.log(JSON.stringify(error.failure)),
    )`
  const shell = `${before} && exec "$0" --import tsx --input-type=module -e "$1"`
  const { stdout } = await promisify(execFile)('unshare', ['--net', 'sh', '-c', shell, process.execPath, script])
  return JSON.parse(stdout) as unknown
}

const lowest = '/proc/sys/net/ipv4/ip_unprivileged_port_start'

describeWith(['root', 'unshare', 'ip'], 'a local port', () => {
  test('that needs a privilege fails with a high port as a suggestion', async () => {
    expect(await bindPort110(`ip link set lo up && echo 1024 > ${lowest}`)).toEqual({
      code: 'port-needs-privilege',
      port: 110,
      suggestion: 11_110,
    })
  })

  test('that the OS leaves to every user is bound', async () => {
    expect(await bindPort110(`ip link set lo up && echo 110 > ${lowest}`)).toEqual({ bound: true })
  })

  test('on an address that this machine lacks fails as such, not as taken', async () => {
    const noIpv6 = 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6'
    const tried = await bindPort110(`ip link set lo up && ${noIpv6} && echo 110 > ${lowest}`, '::1')
    expect(tried).toEqual({ code: 'address-not-available', address: '::1' })
  })
})
