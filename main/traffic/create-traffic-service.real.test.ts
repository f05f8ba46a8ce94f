import { once } from 'node:events'
import { beforeEach, expect, test } from 'vitest'
import { describeWith } from '../testing/components.ts'
import { startSshd } from '../testing/sshd.ts'
import type { Sshd } from '../testing/sshd.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { accountOf, forwardTo, tunnelHarness } from '../testing/tunnel-harness.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { createTrafficService } from './create-traffic-service.ts'

const { closeAfter, compose, dialled, startMailServer } = tunnelHarness()

describeWith(['sshd', 'ssh-keygen'], 'the traffic through a real sshd', () => {
  let sshd: Sshd
  beforeEach(async () => {
    sshd = await startSshd()
    closeAfter(sshd.stop)
  })

  const started = async () => {
    const folder = await makeTemporaryFolder('traffic')
    closeAfter(folder.remove)
    const account = accountOf(sshd, [await forwardTo(await startMailServer())])
    const { service, events, forward, reaches } = await compose([account], [sshd])
    const traffic = createTrafficService({ folder: folder.path, tunnels: service, events })
    const up = async () => {
      await service.connect('work')
      await reaches('connected')
    }
    /** Sends `text` and reads it back, after the greeting of 11 bytes. */
    const talk = async (text: string) => {
      const socket = await dialled(forward().localPort)
      await once(socket, 'data')
      socket.write(text)
      await once(socket, 'data')
      return socket
    }
    return { account, folder: folder.path, service, events, forward, traffic, up, talk }
  }

  test('equals the bytes, since the start and today, over a tunnel that is disconnected and connected again', async () => {
    const { account, folder, service, events, traffic, up, talk } = await started()
    await up()
    await talk('12345')
    expect(traffic.list()).toMatchObject([
      { accountId: account.id, forwardId: 'pop3', today: { bytesIn: 16, bytesOut: 5 }, sinceStart: { bytesIn: 16, bytesOut: 5 } },
    ])
    await service.disconnect(account.id)
    await up()
    await talk('1234567')
    const both = { bytesIn: 34, bytesOut: 12 }
    expect(traffic.list()).toMatchObject([{ today: both, sinceStart: both }])
    await service.close()
    await traffic.close()

    const later = createTrafficService({ folder, tunnels: service, events })
    expect((await later.history({ accountId: account.id, by: 'day', days: 1 })).periods).toMatchObject([both])
    expect(later.list()).toMatchObject([{ accountId: account.id, today: both, sinceStart: { bytesIn: 0, bytesOut: 0 } }])
  })

  test('reaches the listener within a second', async () => {
    const { traffic, up, talk } = await started()
    await up()
    let bytesIn = 0
    traffic.onCounted(([counted]) => (bytesIn = counted?.seconds.reduce((sum, second) => sum + second.bytesIn, 0) ?? 0))
    await talk('12345')
    await waitUntil(() => bytesIn === 16, { what: 'the bytes among the seconds' })
    await traffic.close()
  })

  test('has the names of the programs with open connections', async () => {
    const { events, forward, up, talk } = await started()
    const changes: (readonly string[])[] = []
    events.on('ProgramsChanged', ({ programs }) => changes.push(programs))
    await up()
    const [one, other] = [await talk('1'), await talk('2')]
    await waitUntil(() => changes.length > 0, { what: 'the name of this program' })
    const names = forward().programs
    expect(names).toHaveLength(1)
    one.destroy()
    await waitUntil(() => forward().traffic.openConnections === 1, { what: 'the end of the first' })
    await waitUntil(() => forward().programs.length === 1, { what: 'the name of the second' })
    other.destroy()
    await waitUntil(() => forward().programs.length === 0, { what: 'nobody' })
    expect(changes.at(-1)).toEqual([])
  })
})
