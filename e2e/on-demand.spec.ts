import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { freePorts } from '../main/testing/free-port.ts'
import { environmentWithoutKeyring } from '../main/testing/keyring.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../main/testing/mail-lab.ts'
import { posternCommand, posternScript, type PosternCommand } from '../main/testing/postern-command.ts'
import { startProcess } from '../main/testing/started-process.ts'
import { makeTemporaryFolder } from '../main/testing/temporary-folder.ts'
import { waitUntil } from '../main/testing/wait-until.ts'
import { startFetchmailDaemon } from './fetchmail-daemon.ts'
import { readByCurl, sendBySwaks, type ClientSettings } from './mail-clients.ts'
import { watchPort } from './port-watch.ts'
import { statusOf } from './status.ts'

// An account that connects on first use, in a running application: its ports are bound, and SSH connects when a real mail client polls.

describeWith(
  [...mailLabComponents, 'fetchmail', 'swaks', 'curl'],
  'an application with an account that connects on first use',
  () => {
    let lab: MailLab
    let postern: PosternCommand
    let local: Record<'pop3' | 'imap', number>
    let folder: string
    const undo: (() => unknown)[] = []

    const reaches = (name: string, timeoutMs = 30_000) =>
      waitUntil(async () => (await statusOf(postern, 'work')).state.name === name, { what: `a tunnel that is ${name}`, timeoutMs })
    const logIns = (): number => lab.sshd.log().split('Accepted publickey for').length - 1
    const settingsOf = async (port: number, client: string): Promise<ClientSettings> => {
      const files = path.join(folder, client)
      await mkdir(files, { recursive: true })
      return { port, user: lab.user, password: lab.password, folder: files }
    }
    /** Sends straight to the mail server, because the test is about fetching. */
    const deliver = async (...subjects: readonly string[]): Promise<void> => {
      const before = (await lab.mailbox()).length
      for (const subject of subjects) await sendBySwaks(await settingsOf(lab.ports.submission, 'swaks'), subject)
      await waitUntil(async () => (await lab.mailbox()).length === before + subjects.length, { what: 'the mail in the mailbox' })
    }

    beforeAll(async () => {
      lab = await startMailLab()
    })
    afterAll(() => lab.stop())
    beforeEach(async () => {
      const temporary = await makeTemporaryFolder('e2e-on-demand', { shared: true })
      undo.push(temporary.remove)
      folder = temporary.path
      local = await freePorts('pop3', 'imap')
      const environment = { ...environmentWithoutKeyring(), HOME: folder, SSH_AUTH_SOCK: undefined, LC_ALL: 'C.UTF-8' }
      postern = posternCommand(path.join(folder, 'data'), environment)
      const { sshd } = lab
      const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user, '--key', sshd.clientKeyFile]
      const forwards = (['pop3', 'imap'] as const).flatMap((service) => [
        ...['--forward', `${service}=${local[service]}:localhost:${lab.ports[service]}`],
      ])
      const when = ['--connect', 'on-first-use', '--linger', '1']
      await postern.must(['account', 'add', 'work', ...server, '--trust', sshd.hostKeys()[0]!.fingerprint, ...forwards, ...when])
      await sshd.restart()
      const application = await startProcess({
        program: process.execPath,
        args: [posternScript, 'web', '--no-open', '--json'],
        logFile: path.join(folder, 'web.log'),
        env: { ...process.env, ...environment, POSTERN_DATA_DIR: postern.dataDir },
        ready: (log) => log.includes('"listening"'),
      })
      undo.push(() => application.stop())
      await reaches('waiting')
    })
    afterEach(async () => {
      for (const stop of undo.splice(0).toReversed()) await stop()
    })

    test('connects at the first poll, disconnects after the linger, and logs in once for each burst of mail clients', async () => {
      await deliver('first', 'second')
      expect(logIns()).toBe(0)
      const fetchmail = await startFetchmailDaemon(await settingsOf(local.pop3, 'fetchmail'))
      undo.push(fetchmail.stop)
      await waitUntil(async () => (await fetchmail.subjects()).length === 2, { what: 'the first poll', timeoutMs: 30_000 })
      await reaches('waiting')
      expect(logIns()).toBe(1)
      expect(lab.sshd.log()).toMatch(/Disconnected from user|Received disconnect from/)

      await deliver('third')
      fetchmail.poll()
      const readers = ['one', 'two', 'three'].map(async (name) =>
        readByCurl(await settingsOf(local.imap, name), '', 'STATUS INBOX (MESSAGES)'),
      )
      for (const answer of await Promise.all(readers)) expect(answer).toContain('STATUS INBOX')
      await waitUntil(async () => (await fetchmail.subjects()).length === 3, { what: 'the second poll', timeoutMs: 30_000 })
      await reaches('waiting')
      expect(logIns()).toBe(2)
      expect(await fetchmail.subjects()).toEqual(['first', 'second', 'third'])
    })

    test('never refuses a mail client: a poll that loses its SSH server ends cleanly, and one without an SSH server waits and gets its mail', async () => {
      const subjects = Array.from({ length: 8 }, (_, index) => `message ${index + 1}`)
      await deliver(...subjects)
      const port = watchPort(local.pop3)
      undo.push(port.stop)
      // Slow enough for the server to end during the delivery.
      const fetchmail = await startFetchmailDaemon(await settingsOf(local.pop3, 'fetchmail'), { delivery: 'sleep 0.3' })
      undo.push(fetchmail.stop)
      await waitUntil(async () => (await fetchmail.subjects()).length >= 2, { what: 'the poll to be under way', timeoutMs: 30_000 })
      lab.sshd.kill()
      await waitUntil(() => fetchmail.log().includes('sleeping at'), { what: 'the poll to end', timeoutMs: 30_000 })
      expect((await fetchmail.subjects()).length).toBeLessThan(subjects.length)

      fetchmail.poll()
      await waitUntil(() => fetchmail.log().includes('awakened by'), { what: 'the next poll' })
      await lab.sshd.restart()
      const all = async (): Promise<boolean> => {
        const taken = await fetchmail.subjects()
        return subjects.every((subject) => taken.includes(subject))
      }
      await waitUntil(all, { what: 'all the mail', timeoutMs: 60_000 })
      await waitUntil(() => fetchmail.log().split('sleeping at').length === 3, {
        what: 'the second poll to end',
        timeoutMs: 30_000,
      })
      const { accepted, refused } = port.counts()
      expect(refused).toBe(0)
      expect(accepted).toBeGreaterThan(20)
      expect(fetchmail.log()).not.toMatch(/connection refused/i)
      await waitUntil(async () => (await lab.mailbox()).length === 0, { what: 'an empty mailbox' })
    })
  },
)
