import { afterEach, expect, test } from 'vitest'
import { describeWith } from '../testing/components.ts'
import { startSshd, type Sshd, type SshdOptions } from '../testing/sshd.ts'
import { probeServer } from './probe-server.ts'

let sshd: Sshd | undefined
afterEach(async () => {
  await sshd?.stop()
  sshd = undefined
})

const meet = async (options: SshdOptions, knownKeyTypes: readonly string[] = []) => {
  sshd = await startSshd(options)
  const { host, port } = sshd
  return await probeServer({ host, port, connectTimeoutMs: 10_000, knownKeyTypes })
}

describeWith(['sshd', 'ssh-keygen'], 'meeting a real sshd', () => {
  test('shows its key and its software, and leaves no log-in behind', async () => {
    const met = await meet({})
    expect(met).toMatchObject({ hostKey: { fingerprint: sshd!.hostKeys()[0]!.fingerprint }, takesEd25519: 'yes' })
    expect(met.software).toMatch(/^OpenSSH_/)
    // sshd logs every user name that it receives, right or wrong.
    expect(sshd!.log()).not.toMatch(/user nobody|Invalid user|Failed|Accepted/)
  })

  test('shows the key of the type that is known', async () => {
    const met = await meet({ hostKeyTypes: ['ed25519', 'rsa'] }, ['ssh-rsa'])
    expect(met.hostKey).toMatchObject({ type: 'ssh-rsa', fingerprint: sshd!.hostKeys()[1]!.fingerprint })
  })
})
