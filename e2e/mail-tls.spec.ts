import { createHash, X509Certificate } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../contract/account.ts'
import { mailServicePorts, type PresetService } from '../contract/local-forward.ts'
import type { MailTls } from '../contract/mail-tls.ts'
import { createAccountStore } from '../main/accounts/create-account-store.ts'
import { createCertificateTrust } from '../main/mail/certificates/create-certificate-trust.ts'
import { describeWith } from '../main/testing/components.ts'
import { freePorts } from '../main/testing/free-port.ts'
import { labServers, startMailTlsLab, type LabServer, type MailTlsLab } from '../main/testing/mail-tls-lab.ts'
import { mailLabComponents } from '../main/testing/mail-lab.ts'
import { posternCommand, type PosternCommand, type RunningTunnel } from '../main/testing/postern-command.ts'
import { sampleCertificate } from '../main/testing/seen-certificates.ts'
import { startSshd, type Sshd } from '../main/testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'
import { authority } from '../main/testing/test-certificates.ts'
import { waitUntil } from '../main/testing/wait-until.ts'
import { cells } from './guide-cells.ts'
import type { MailUser } from './guided-client.ts'

// Every mail client with its guide's own file or values, at every kind of mail server. The clients are asked nothing and warn of nothing: where the
// server wants TLS, Postern brings it.

interface Row {
  readonly about: string
  /** The server that `localhost` means for the SSH server, and with it the SSH server. */
  readonly near: LabServer
  /** The name of a mail server beyond the SSH server; without it the mail server is the SSH server. */
  readonly far?: keyof typeof farServers
  readonly services: readonly PresetService[]
  readonly mailTls: MailTls
  /** The mail servers are asked what they offer, by `postern check`. */
  readonly isAsked?: true
  /** The clients, where not all are tried. */
  readonly clients?: readonly string[]
  /** Why Postern refuses the certificate. */
  readonly refused?: string
}

/** The names by which the first SSH server reaches the others. All certificates are for mail.example.org. */
const farServers = {
  'mail.example.org': 'authority',
  'own.example.org': 'selfSigned',
  'expired.example.org': 'expired',
  'other.example.org': 'authority',
} as const satisfies Record<string, LabServer>

const plainPorts = ['imap', 'submission'] as const
const tlsPorts = ['imaps', 'submissions'] as const
const certificateName = 'mail.example.org'

const popClients = ['fetchmail', 'getmail', 'curl']

/** A person of the lab for each cell. */
const userOf = (row: Row, client: string): string => `user${rows.indexOf(row)}${client.replace(/\W/g, '')}`

const rows: readonly Row[] = [
  { about: 'near, plain', near: 'plain', services: plainPorts, mailTls: 'none', isAsked: true },
  { about: 'near, log-in only after STARTTLS', near: 'authority', services: plainPorts, mailTls: 'starttls' },
  { about: 'near, TLS', near: 'authority', services: tlsPorts, mailTls: 'tls' },
  { about: 'near, self-signed', near: 'selfSigned', services: plainPorts, mailTls: 'starttls' },
  { about: 'far, STARTTLS', near: 'plain', far: 'mail.example.org', services: plainPorts, mailTls: 'starttls' },
  { about: 'far, TLS', near: 'plain', far: 'mail.example.org', services: tlsPorts, mailTls: 'tls' },
  { about: 'far, self-signed and pinned', near: 'plain', far: 'own.example.org', services: tlsPorts, mailTls: 'tls' },
  { about: 'near, POP3 with TLS', near: 'authority', services: ['pop3s', 'submissions'], mailTls: 'tls', clients: popClients },
  {
    about: 'far, POP3 with STLS',
    near: 'plain',
    far: 'mail.example.org',
    services: ['pop3', 'submission'],
    mailTls: 'starttls',
    clients: popClients,
  },
  {
    about: 'near, Courier',
    near: 'courier',
    services: plainPorts,
    mailTls: 'starttls',
    clients: ['fetchmail', 'mbsync', 'mutt', 'curl'],
  },
  {
    about: 'far, expired',
    near: 'plain',
    far: 'expired.example.org',
    services: plainPorts,
    mailTls: 'starttls',
    refused: 'expired',
  },
  { about: 'far, other name', near: 'plain', far: 'other.example.org', services: tlsPorts, mailTls: 'tls', refused: 'other-name' },
]

const accountName = ({ about }: Row): string => about.replace(/\W+/g, '-')

const cellsOf = ({ clients }: Row) => Object.entries(cells).filter(([name]) => clients?.includes(name) ?? true)

const programs = ['fetchmail', 'getmail', 'mbsync', 'offlineimap', 's-nail', 'mutt', 'msmtp', 'curl', 'swaks', 'expect'] as const

describeWith([...mailLabComponents, ...programs], 'mail clients by their guides', () => {
  let lab: MailTlsLab
  let folder: TemporaryFolder
  let postern: PosternCommand
  const accounts = new Map<string, Account>()
  const tunnels = new Map<Row, RunningTunnel>()
  const undo: (() => Promise<unknown>)[] = []

  /** Adds the account of a row by the command. */
  const addAccount = async (row: Row, sshd: Sshd): Promise<void> => {
    const ports = await freePorts(...row.services)
    const forwards = row.services.flatMap((service) => {
      const forward = `${service}=${ports[service]}:${row.far ?? 'localhost'}:${mailServicePorts[service]}`
      const mailTls = ['--mail-tls', `${service}=${row.mailTls}`]
      const name = row.far === 'other.example.org' ? [] : ['--certificate-name', `${service}=${certificateName}`]
      return ['--forward', forward, ...(row.mailTls === 'none' ? [] : [...mailTls, ...name])]
    })
    const { host, port, user, clientKeyFile } = sshd
    const server = [`--host=${host}`, `--port=${port}`, `--user=${user}`, `--key=${clientKeyFile}`, '--auth=key']
    await postern.must(['account', 'add', accountName(row), ...server, ...forwards])
    if (row.isAsked === true) await postern.must(['check', accountName(row)])
  }

  /** As a person does who has compared the certificate. */
  const pinByHand = async (dataDir: string, row: Row, sshd: Sshd): Promise<void> => {
    const leaf = new X509Certificate(labServers.selfSigned.pem)
    const spki = leaf.publicKey.export({ type: 'spki', format: 'der' })
    const certificate = {
      ...sampleCertificate(),
      fingerprint: leaf.fingerprint256,
      keyPin: createHash('sha256').update(spki).digest('base64'),
    }
    const trust = createCertificateTrust({ folder: dataDir })
    for (const service of row.services)
      await trust.pin(
        { sshHost: sshd.host, sshPort: sshd.port, host: row.far ?? 'localhost', port: mailServicePorts[service] },
        { name: certificateName, certificate, faults: ['self-signed'] },
        'person',
      )
  }

  beforeAll(async () => {
    folder = await makeTemporaryFolder('mail-tls-e2e', { shared: true })
    undo.push(folder.remove)
    lab = await startMailTlsLab(rows.flatMap((row) => cellsOf(row).map(([name]) => userOf(row, name))))
    undo.push(lab.stop)
    const { addresses } = lab
    const far = Object.fromEntries(Object.entries(farServers).map(([name, server]) => [name, addresses[server]]))
    const sshds = new Map<LabServer, Sshd>()
    for (const near of new Set(rows.map((row) => row.near))) {
      const sshd = await startSshd({ hosts: { ...(near === 'plain' ? far : {}), localhost: addresses[near] } })
      undo.push(sshd.stop)
      sshds.set(near, sshd)
    }
    const dataDir = path.join(folder.path, 'data')
    await mkdir(dataDir, { mode: 0o700 })
    const authorityFile = path.join(folder.path, 'authority.pem')
    await writeFile(authorityFile, authority)
    const knownHosts = [...sshds.values()].flatMap((sshd) => sshd.knownHostsLines())
    await writeFile(path.join(dataDir, 'known_hosts'), `${knownHosts.join('\n')}\n`, { mode: 0o600 })
    for (const row of rows.filter((one) => one.far === 'own.example.org')) await pinByHand(dataDir, row, sshds.get(row.near)!)
    postern = posternCommand(dataDir, { HOME: folder.path, SSH_AUTH_SOCK: undefined, NODE_EXTRA_CA_CERTS: authorityFile })
    await Promise.all(
      rows.map(async (row) => {
        await addAccount(row, sshds.get(row.near)!)
        const tunnel = await postern.up(accountName(row))
        undo.push(() => tunnel.stop())
        tunnels.set(row, tunnel)
      }),
    )
    const stored = await createAccountStore({ folder: dataDir }).read()
    for (const account of stored.accounts) accounts.set(account.name, account)
  })
  afterAll(async () => {
    for (const stop of undo.reverse()) await stop()
  })

  /** A person with a mailbox in which a message waits, and their account. Each client has a home folder of its own for each direction. */
  const personAt = async (row: Row, name: string) => {
    const user = userOf(row, name)
    await lab.deliver(user, 'waits in the mailbox')
    const address = `${user}@localhost`
    const account: Account = { ...accounts.get(accountName(row))!, mailUser: user, mailAddress: address }
    const homeFor = async (act: 'fetch' | 'send'): Promise<MailUser> => {
      const home = path.join(folder.path, `${act}-${user}`)
      await mkdir(home)
      return { home, address, password: lab.password }
    }
    return { account, homeFor, mailbox: async () => (await lab.mailbox(user)).join('\n') }
  }

  const components = (row: Row) => (row.near === 'courier' ? ['courier'] : [])
  for (const row of rows.filter(({ refused }) => refused === undefined))
    describeWith(components(row), row.about, () => {
      test.concurrent.each(cellsOf(row))('%s', async (name, { fetch, send }) => {
        const { account, homeFor, mailbox } = await personAt(row, name)
        if (fetch !== undefined) {
          const fetched = await fetch(await homeFor('fetch'), account)
          expect(fetched).toContain('waits in the mailbox')
          expect(fetched).not.toMatch(/certificate|\(o\)nce|warning|insecure/i)
        }
        if (send === undefined) return
        const subject = `${row.about} by ${name}`
        await send(await homeFor('send'), account, subject)
        // exim accepts the message first and delivers it a moment later.
        await waitUntil(async () => (await mailbox()).includes(subject), {
          what: `the mail “${subject}”`,
        })
      })
    })

  describe.each(rows.filter(({ refused }) => refused !== undefined))('$about', (row) => {
    test.concurrent.each(cellsOf(row))('%s gets and sends nothing', async (name, { fetch, send }) => {
      const { account, homeFor, mailbox } = await personAt(row, name)
      const subject = `${row.about} by ${name}`
      const text = fetch === undefined ? '' : await fetch(await homeFor('fetch'), account).catch((error: unknown) => String(error))
      expect(text).not.toContain('waits in the mailbox')
      if (send !== undefined) await expect(send(await homeFor('send'), account, subject)).rejects.toThrow()
      expect(await mailbox()).not.toContain(subject)
      expect(tunnels.get(row)!.log()).toContain(row.refused)
    })
  })
})
