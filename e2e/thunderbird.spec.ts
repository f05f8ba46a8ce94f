import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AccountSchema, type Account } from '../contract/account.ts'
import type { GuideStepId } from '../contract/guide.ts'
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
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'
import { authority } from '../main/testing/test-certificates.ts'
import { waitUntil } from '../main/testing/wait-until.ts'
import { guideText } from '../words/guide-words.ts'
import { createTranslate } from '../words/translate.ts'
import { startThunderbird, thunderbirdComponents, type Thunderbird } from './thunderbird.ts'

// A person follows the guide for Thunderbird word by word. The mail server is beyond the SSH server and demands STARTTLS, which Postern brings.

const services = ['imap', 'submission'] as const
const t = createTranslate('en')

describeWith([...mailLabComponents, ...thunderbirdComponents, 'mount'], 'Thunderbird by its guide', () => {
  let lab: MailTlsLab
  let folder: TemporaryFolder
  let tunnelled: Account
  const undo: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    folder = await makeTemporaryFolder('thunderbird', { shared: true })
    undo.push(folder.remove)
    lab = await startMailTlsLab(['anna', 'bert'])
    undo.push(lab.stop)
    const sshd = await startSshd({ hosts: { 'mail.example.org': lab.addresses.authority } })
    undo.push(sshd.stop)
    const ports = await freePorts(...services)
    tunnelled = AccountSchema.parse({
      id: randomUUID(),
      name: 'work',
      host: sshd.host,
      port: sshd.port,
      user: sshd.user,
      authentication: ['key'],
      identity: { kind: 'file', path: sshd.clientKeyFile },
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
    const stored = { version: currentFormat.version, accounts: [tunnelled], identities: [], settings: SettingsSchema.parse({}) }
    await writeFile(path.join(dataDir, 'settings.json'), JSON.stringify(stored), { mode: 0o600 })
    await writeFile(path.join(dataDir, 'known_hosts'), `${sshd.knownHostsLines().join('\n')}\n`, { mode: 0o600 })
    const environment = { HOME: folder.path, SSH_AUTH_SOCK: undefined, NODE_EXTRA_CA_CERTS: authorityFile }
    const tunnel = await posternCommand(dataDir, environment).up(tunnelled.name)
    undo.push(() => tunnel.stop())
  })
  afterAll(async () => {
    for (const stop of undo.reverse()) await stop()
  })

  const textOf = (account: Account) => guideText(t, guideFor('thunderbird', account))

  /** The words of a step, with the values to fill in. */
  const step = (account: Account, id: GuideStepId) => {
    const at = guideFor('thunderbird', account).steps.findIndex((candidate) => candidate.id === id)
    const words = textOf(account).steps[at]
    if (words === undefined) throw new Error(`the guide has no step ${id}`)
    return { ...words, quoted: /“(.+?)”/.exec(words.text)?.[1] ?? '' }
  }

  /** Runs `use` with a new Thunderbird, of which it keeps a picture if that fails. */
  const withThunderbird = async (name: string, use: (thunderbird: Thunderbird) => Promise<void>, isp?: string): Promise<void> => {
    const thunderbird = await startThunderbird(path.join(folder.path, name), isp)
    try {
      await use(thunderbird)
    } catch (error) {
      await thunderbird.takePicture(path.resolve(import.meta.dirname, `../out/screenshots/thunderbird-${name}.png`))
      throw error
    } finally {
      await thunderbird.stop()
    }
  }

  const logIn = async ({ fill, press }: Thunderbird): Promise<void> => {
    await fill('Password', lab.password)
    await press('Continue')
    await press('Finish')
  }

  /** Reads the message that waits, sends one to the same mailbox, and sees it in the inbox. */
  const exchangeMail = async ({ read, inbox, send, dialogs }: Thunderbird, user: string): Promise<void> => {
    await waitUntil(async () => (await inbox()).includes('waits in the mailbox'), { what: 'the message in the inbox' })
    await waitUntil(async () => (await read('waits in the mailbox')).includes('In the lab.'), { what: 'its text' })
    await send('sent by Thunderbird')
    const sent = async () => (await lab.mailbox(user)).find((message) => message.includes('Subject: sent by Thunderbird'))
    await waitUntil(async () => (await sent()) !== undefined, { what: 'the message in the mailbox' })
    // The server has it by TLS and with a log-in (RFC 3848), though Thunderbird speaks plain.
    expect(await sent()).toContain('with esmtpsa')
    await waitUntil(async () => (await inbox()).includes('sent by Thunderbird'), { what: 'the second message in the inbox' })
    expect(await dialogs()).toEqual([])
  }

  test('fetches and sends with the values that a person fills in, and asks nothing', async () => {
    const account = { ...tunnelled, mailUser: 'anna', mailAddress: 'anna@localhost' }
    await lab.deliver('anna', 'waits in the mailbox')
    await withThunderbird('anna', async (thunderbird) => {
      const { dialogs, fill, page, press } = thunderbird
      const fillIn = async (id: GuideStepId): Promise<void> => {
        for (const { label, value } of step(account, id).values) await fill(label, value)
      }
      await fill('Full name', 'Anna')
      await fill('Email address', account.mailAddress)
      await press(step(account, 'thunderbird-manual').quoted)
      await page(step(account, 'thunderbird-incoming').quoted)
      expect(await dialogs()).toHaveLength(1)
      await fillIn('thunderbird-incoming')
      // Thunderbird warns of “None” whatever the address is (153), and the guide has said so.
      expect(textOf(account).about.join()).toContain('“None” is right here, even if the app warns of it')
      await press('Continue')
      await page(step(account, 'thunderbird-outgoing').quoted)
      await fillIn('thunderbird-outgoing')
      expect(step(account, 'thunderbird-finish').text).toMatch(/Test.*Continue.*password.*Continue.*Finish/)
      await press('Test')
      await press('Continue')
      await logIn(thunderbird)
      await exchangeMail(thunderbird, 'anna')
    })
  })

  test('fetches and sends with the file in its program folder, and nothing is filled in', async () => {
    const account = { ...tunnelled, mailUser: 'bert', mailAddress: 'bert@localhost' }
    await lab.deliver('bert', 'waits in the mailbox')
    const isp = path.join(folder.path, 'isp')
    await mkdir(isp)
    for (const { name, text } of textOf(account).files) await writeFile(path.join(isp, name), text)
    await withThunderbird(
      'bert',
      async (thunderbird) => {
        await thunderbird.fill('Full name', 'Bert')
        await thunderbird.fill('Email address', account.mailAddress)
        await thunderbird.press('Continue')
        await thunderbird.page('Connect your email settings')
        await thunderbird.press('Continue')
        await logIn(thunderbird)
        await exchangeMail(thunderbird, 'bert')
      },
      isp,
    )
  })
})
