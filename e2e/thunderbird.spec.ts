import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { AccountSchema, type Account } from '../contract/account.ts'
import type { GuideStep, GuideStepId } from '../contract/guide.ts'
import { mailServicePorts } from '../contract/local-forward.ts'
import { SettingsSchema } from '../contract/settings.ts'
import { currentFormat } from '../main/accounts/stored-data.ts'
import { guideFor } from '../main/mail/guides/guide-for.ts'
import { describeWith } from '../main/testing/components.ts'
import { freePorts } from '../main/testing/free-port.ts'
import { mailLabComponents } from '../main/testing/mail-lab.ts'
import { startMailTlsLab, type MailTlsLab } from '../main/testing/mail-tls-lab.ts'
import { posternCommand } from '../main/testing/postern-command.ts'
import { startSshd } from '../main/testing/sshd.ts'
import { makeTemporaryFolder } from '../main/testing/temporary-folder.ts'
import { authority } from '../main/testing/test-certificates.ts'
import { waitUntil } from '../main/testing/wait-until.ts'
import { guideText } from '../words/guide-words.ts'
import { createTranslate } from '../words/translate.ts'
import { startThunderbird, thunderbirdComponents, type Thunderbird } from './thunderbird.ts'

// A person follows the guide for Thunderbird word by word. The mail server is beyond the SSH server and demands STARTTLS, which Postern brings.

const services = ['imap', 'submission'] as const
const t = createTranslate('en')
const picture = path.resolve(import.meta.dirname, '../out/screenshots/thunderbird.png')

describeWith([...mailLabComponents, ...thunderbirdComponents], 'Thunderbird by its guide', () => {
  let lab: MailTlsLab
  let account: Account
  let thunderbird: Thunderbird
  const undo: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    const folder = await makeTemporaryFolder('thunderbird', { shared: true })
    undo.push(folder.remove)
    lab = await startMailTlsLab(['anna'])
    undo.push(lab.stop)
    const sshd = await startSshd({ hosts: { 'mail.example.org': lab.addresses.authority } })
    undo.push(sshd.stop)
    const ports = await freePorts(...services)
    account = AccountSchema.parse({
      id: randomUUID(),
      name: 'work',
      host: sshd.host,
      port: sshd.port,
      user: sshd.user,
      authentication: ['key'],
      identity: { kind: 'file', path: sshd.clientKeyFile },
      mailUser: 'anna',
      mailAddress: 'anna@localhost',
      forwards: services.map((service) => ({
        id: service,
        service,
        bindPort: ports[service],
        destinationHost: 'mail.example.org',
        destinationPort: mailServicePorts[service],
        mailTls: 'starttls',
      })),
    })
    const dataDir = path.join(folder.path, 'data')
    await mkdir(dataDir, { mode: 0o700 })
    const authorityFile = path.join(folder.path, 'authority.pem')
    await writeFile(authorityFile, authority)
    const stored = { version: currentFormat.version, accounts: [account], identities: [], settings: SettingsSchema.parse({}) }
    await writeFile(path.join(dataDir, 'settings.json'), JSON.stringify(stored), { mode: 0o600 })
    await writeFile(path.join(dataDir, 'known_hosts'), `${sshd.knownHostsLines().join('\n')}\n`, { mode: 0o600 })
    const environment = { HOME: folder.path, SSH_AUTH_SOCK: undefined, NODE_EXTRA_CA_CERTS: authorityFile }
    const tunnel = await posternCommand(dataDir, environment).up(account.name)
    undo.push(() => tunnel.stop())
    thunderbird = await startThunderbird(path.join(folder.path, 'person'))
    undo.push(thunderbird.stop)
  })
  afterAll(async () => {
    for (const stop of undo.reverse()) await stop()
  })

  /** The words of a step, with the values to fill in. */
  const step = (id: GuideStepId) => {
    const guide = guideFor('thunderbird', account)
    const at = guide.steps.findIndex((candidate: GuideStep) => candidate.id === id)
    const words = guideText(t, guide).steps[at]
    if (words === undefined) throw new Error(`the guide has no step ${id}`)
    return { ...words, quoted: /“(.+?)”/.exec(words.text)?.[1] ?? '' }
  }

  const fillIn = async (id: GuideStepId): Promise<void> => {
    for (const { label, value } of step(id).values) await thunderbird.fill(label, value)
  }

  test('fetches and sends with “None” at the local ports, and asks nothing', async () => {
    onTestFailed(() => thunderbird.takePicture(picture))
    await lab.deliver('anna', 'waits in the mailbox')
    const { fill, page, press } = thunderbird

    await fill('Full name', 'Anna')
    await fill('Email address', 'anna@localhost')
    await press(step('thunderbird-manual').quoted)
    await page(step('thunderbird-incoming').quoted)
    expect(await thunderbird.dialogs()).toHaveLength(1)
    await fillIn('thunderbird-incoming')
    // Thunderbird warns of “None” whatever the address is (153), and the guide has said so.
    expect(guideText(t, guideFor('thunderbird', account)).about.join()).toContain(
      '“None” is right here, even if the app warns of it',
    )
    await press('Continue')
    await page(step('thunderbird-outgoing').quoted)
    await fillIn('thunderbird-outgoing')
    expect(step('thunderbird-finish').text).toMatch(/Test.*Continue.*password.*Continue.*Finish/)
    await press('Test')
    await press('Continue')
    await fill('Password', lab.password)
    await press('Continue')
    await press('Finish')

    await waitUntil(async () => (await thunderbird.inbox()).includes('waits in the mailbox'), { what: 'the message in the inbox' })
    await waitUntil(async () => (await thunderbird.read('waits in the mailbox')).includes('In the lab.'), { what: 'its text' })

    await thunderbird.send('sent by Thunderbird')
    await waitUntil(async () => (await lab.mailbox('anna')).some((message) => message.includes('Subject: sent by Thunderbird')), {
      what: 'the message in the mailbox',
    })
    // The server has it by TLS and with a log-in (RFC 3848), though Thunderbird speaks plain.
    expect((await lab.mailbox('anna')).join('\n')).toContain('with esmtpsa')
    await waitUntil(async () => (await thunderbird.inbox()).includes('sent by Thunderbird'), {
      what: 'the second message in the inbox',
    })
    expect(await thunderbird.dialogs()).toEqual([])
  })
})
