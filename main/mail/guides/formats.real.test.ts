import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'plist'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { GuideClient } from '../../../contract/guide.ts'
import type { LocalForward, PresetService } from '../../../contract/local-forward.ts'
import { describeWith } from '../../testing/components.ts'
import { guideAccount } from '../../testing/guide-account.ts'
import { mustRun, runProgram } from '../../testing/run-program.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts'
import { guideFor } from './guide-for.ts'

let folder: TemporaryFolder
beforeEach(async () => {
  folder = await makeTemporaryFolder('guide')
})
afterEach(() => folder.remove())

const accounts: readonly (readonly [string, readonly PresetService[], string, Partial<LocalForward>])[] = [
  ['plain ports', ['imap', 'submission'], 'localhost', {}],
  ['TLS', ['imaps', 'submissions'], 'localhost', {}],
  ['POP3 and SMTP', ['pop3', 'smtp'], 'localhost', {}],
  ['TLS beyond the SSH server', ['pop3s', 'submissions'], 'mx.example.org', {}],
  ['STARTTLS beyond the SSH server', ['imap', 'submission'], 'mx.example.org', {}],
  ['TLS by Postern', ['imaps', 'submissions'], 'mx.example.org', { mailTls: 'tls' }],
]

/** Writes the client's file and returns its path; undefined if the guide has no file for such an account. */
const written = async (
  client: GuideClient,
  [, services, destinationHost, forward]: (typeof accounts)[number],
): Promise<string | undefined> => {
  const [file] = guideFor(client, guideAccount(services, { destinationHost, forward, mailUser: 'bob+mail#1;x' })).files
  if (file === undefined) return undefined
  const name = path.join(folder.path, file.name)
  await writeFile(name, file.text, { mode: 0o600 })
  await chmod(name, 0o600)
  return name
}
const formats = path.join(import.meta.dirname, 'formats')
const inFolder = () => ({ env: { ...process.env, HOME: folder.path, FETCHMAILHOME: folder.path, LC_ALL: 'C.UTF-8' } })

describeWith(['xmllint'], 'the XML files', () => {
  test.each(accounts)('a profile for %s fits Apple’s document type and the keys of its payload', async (...account) => {
    const name = (await written('apple-mail', account))!
    const dtd = path.join(formats, 'property-list-1.0.dtd')
    const text = await mustRun('xmllint', ['--nonet', '--dtdvalid', dtd, name])
    const profile = parse(text) as Record<string, unknown>
    expect(profile).toMatchObject({ PayloadType: 'Configuration', PayloadVersion: 1, PayloadScope: 'User' })
    const uuid: unknown = expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
    expect(profile['PayloadUUID']).toEqual(uuid)
    const [mail] = profile['PayloadContent'] as Record<string, unknown>[]
    // The required and allowed keys of apple/device-management, mdm/profiles/com.apple.mail.managed.yaml and CommonPayloadKeys.yaml.
    expect(mail).toMatchObject({
      PayloadType: 'com.apple.mail.managed',
      PayloadVersion: 1,
      PayloadUUID: uuid,
      PayloadIdentifier: expect.stringMatching(/^[\w.-]+$/) as unknown,
      EmailAccountType: expect.stringMatching(/^EmailType(IMAP|POP)$/) as unknown,
      IncomingMailServerAuthentication: 'EmailAuthPassword',
      IncomingMailServerHostName: '127.0.0.1',
      OutgoingMailServerAuthentication: expect.stringMatching(/^EmailAuth(None|Password)$/) as unknown,
      OutgoingMailServerHostName: '127.0.0.1',
    })
    const server = ['HostName', 'PortNumber', 'UseSSL', 'Username', 'Authentication']
    const known = [
      ...['PayloadType', 'PayloadVersion', 'PayloadIdentifier', 'PayloadUUID', 'PayloadDisplayName'],
      ...['EmailAccountDescription', 'EmailAccountType', 'EmailAddress', 'OutgoingPasswordSameAsIncomingPassword'],
      ...server.flatMap((key) => [`IncomingMailServer${key}`, `OutgoingMailServer${key}`]),
    ]
    expect(known).toEqual(expect.arrayContaining(Object.keys(mail!)))
  })

  test.each(accounts)('Thunderbird’s configuration for %s fits clientConfig 1.1', async (...account) => {
    const name = (await written('thunderbird', account))!
    await mustRun('xmllint', ['--nonet', '--noout', '--relaxng', path.join(formats, 'client-config-1.1.rng'), name])
  })
})

describeWith(['fetchmail'], 'fetchmail', () => {
  test.each(accounts)('reads its file for %s', async (...account) => {
    const dump = await mustRun('fetchmail', ['--configdump', '-f', (await written('fetchmail', account))!], inFolder())
    expect(dump).toContain('"remote":"bob+mail#1;x"')
    expect(dump).toMatch(/"via":"127\.0\.0\.1"/)
    expect(dump).not.toMatch(/"preconnect":"/)
  })

  test.each([
    ['work', 'postern up work --linger 5'],
    ['my mail', "postern up 'my mail' --linger 5"],
  ])('reads the line that connects a tunnel before each poll, once its "#" is removed: %s', async (name, command) => {
    const [file] = guideFor('fetchmail', guideAccount(['pop3'], { name })).files
    const taken = path.join(folder.path, 'with-preconnect')
    await writeFile(taken, file!.text.replace('#    preconnect', '    preconnect'), { mode: 0o600 })
    expect(await mustRun('fetchmail', ['--configdump', '-f', taken], inFolder())).toContain(`"preconnect":"${command}"`)
  })
})

describeWith(['mbsync'], 'mbsync', () => {
  test.each(accounts)('reads its file for %s, and then asks for the password', async (...account) => {
    const name = await written('mbsync', account)
    if (name === undefined) {
      expect(account[1]).not.toContain('imap')
      return
    }
    await mkdir(path.join(folder.path, 'Mail', 'postern-work'), { recursive: true })
    await writeFile(path.join(folder.path, '.postern-work-certificate.pem'), '')
    const { stderr } = await runProgram('mbsync', ['-l', '-c', name, 'postern-work'], inFolder())
    expect(stderr).not.toMatch(/mbsyncrc:\d+|unknown|invalid/i)
    // After reading the whole file, mbsync dials the file's port, where no server listens, or reads the certificate that a step fetches.
    expect(stderr).toMatch(/127\.0\.0\.1|certificate/i)
  })
})

describeWith(['msmtp'], 'msmtp', () => {
  test.each(accounts)('reads its file for %s', async (...account) => {
    const { code, stdout, stderr } = await runProgram(
      'msmtp',
      ['--pretend', '-C', (await written('msmtp', account))!, 'bob@example.org'],
      { ...inFolder(), stdin: 'Subject: x\n\nx\n' },
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/host\s+= 127\.0\.0\.1/)
    expect(stdout).toMatch(/from\s+= bob@example\.org/)
    expect(stdout).toMatch(/password\s+= \(not set\)/)
  })
})

describeWith(['getmail'], 'getmail', () => {
  test.each(accounts)('reads its file for %s, and has none where it would need STARTTLS', async (...account) => {
    const name = await written('getmail', account)
    if (name === undefined) {
      expect(account[0]).toContain('STARTTLS')
      return
    }
    await mkdir(path.join(folder.path, 'Mail', 'postern-work', 'cur'), { recursive: true })
    for (const part of ['new', 'tmp']) await mkdir(path.join(folder.path, 'Mail', 'postern-work', part))
    const args = ['--dump', '--getmaildir', folder.path, '--rcfile', name]
    const { stdout, stderr } = await runProgram('getmail', args, inFolder())
    expect(stdout + stderr).toContain('bob+mail#1;x')
    expect(stdout + stderr).not.toMatch(/Configuration error|Traceback/)
  })
})

describeWith(['mutt'], 'mutt', () => {
  test.each(accounts)('reads its file for %s', async (...account) => {
    const { code, stdout, stderr } = await runProgram('mutt', ['-n', '-D', '-F', (await written('mutt', account))!], inFolder())
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('from="bob@example.org"')
    expect(stdout).toMatch(/smtp_url="smtps?:\/\/(bob%2Bmail%231%3Bx@)?127\.0\.0\.1:\d+\/"/)
  })
})

describeWith(['offlineimap'], 'OfflineIMAP', () => {
  test.each(accounts)('reads its file for %s, and has none where it would need TLS', async (...account) => {
    const name = await written('offlineimap', account)
    if (name === undefined) {
      expect(account[0]).toMatch(/TLS beyond|^TLS$|POP3/)
      return
    }
    await mkdir(path.join(folder.path, 'Mail', 'postern-work'), { recursive: true })
    // It dials the file's port, where no server listens.
    const { stdout, stderr } = await runProgram(
      'offlineimap',
      ['-c', name, '-o', '-k', 'Repository postern-work-server:remotepass=x'],
      inFolder(),
    )
    expect(stdout + stderr).not.toMatch(/configparser|NoOption|UnknownError/i)
    expect(stdout + stderr).toMatch(/Establishing connection to 127\.0\.0\.1:11\d+.*could not open socket/s)
  })
})

describeWith(['s-nail'], 's-nail', () => {
  test.each(accounts)('reads its file for %s, and has none where it would need TLS', async (...account) => {
    const name = await written('s-nail', account)
    if (name === undefined) {
      expect(account[0]).toMatch(/TLS/)
      return
    }
    const show = 'echo $folder; echo $inbox; echo $mta; echo $smtp-auth; echo $from'
    const { stdout, stderr } = await runProgram('s-nail', ['-:u', '-A', 'postern-work', '-X', show, '-X', 'exit', '-#'], {
      ...inFolder(),
      env: { ...inFolder().env, MAILRC: name },
    })
    expect(stderr).toBe('')
    expect(stdout).toContain('bob@example.org')
    if (account[1].includes('imap')) expect(stdout).toContain('imap://bob%2Bmail%231%3Bx@127.0.0.1:11143/')
  })
})

describeWith(['imapfilter'], 'imapfilter', () => {
  test.each(accounts)('reads its file for %s, and has none where it would need TLS', async (...account) => {
    const name = await written('imapfilter', account)
    if (name === undefined) {
      expect(account[0]).toMatch(/TLS beyond|^TLS$|POP3/)
      return
    }
    // It reads the whole file, asks for the password, and then dials the file's port, where no server listens.
    const { stderr } = await runProgram('imapfilter', ['-c', name], inFolder())
    expect(stderr).toMatch(/error while initiating connection to 127\.0\.0\.1 at port \d+/)
    expect(stderr).toContain('login request to bob+mail#1;x@127.0.0.1 failed')
  })
})
