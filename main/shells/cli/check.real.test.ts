import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { describeWith } from '../../testing/components.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../testing/mail-lab.ts'
import { posternCommand, type PosternCommand } from '../../testing/postern-command.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts'

describeWith(mailLabComponents, 'postern check', () => {
  let lab: MailLab
  let folder: TemporaryFolder
  let postern: PosternCommand
  beforeAll(async () => {
    lab = await startMailLab()
  })
  afterAll(() => lab.stop())
  beforeEach(async () => {
    folder = await makeTemporaryFolder('check')
    postern = posternCommand(`${folder.path}/data`, { HOME: folder.path, SSH_AUTH_SOCK: undefined })
    const { sshd, ports } = lab
    const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user, '--key', sshd.clientKeyFile]
    const forwards = (['imap', 'submission', 'imaps'] as const).flatMap((service) => [
      '--forward',
      `${service}=localhost:${ports[service]}`,
    ])
    await postern.must(['account', 'add', 'work', ...server, '--trust', sshd.hostKeys()[0]!.fingerprint, ...forwards])
    return folder.remove
  })

  test('proposes the encryption that fits, keeps what the servers told, and changes no setting', async () => {
    const { code, stdout } = await postern.run(['check', 'work'])
    expect(code).toBe(0)
    expect(stdout).toContain('postern account edit work --mail-tls submission=starttls')
    expect(stdout).toContain('postern account edit work --mail-tls imaps=tls')
    // dovecot takes a password without TLS from the SSH server itself.
    expect(stdout).not.toContain('--mail-tls imap=')
    expect(stdout).toMatch(/Its certificate cannot be trusted as that of 127\.0\.0\.1: it signed itself/)
    const account = JSON.parse(await postern.must(['account', 'show', 'work', '--json'])) as unknown
    expect(account).toMatchObject({
      forwards: [
        { id: 'imap', mailTls: 'none', mailServer: { startTls: true, plainLogIn: true } },
        { id: 'submission', mailTls: 'none', mailServer: { startTls: true, plainLogIn: false } },
        { id: 'imaps', mailTls: 'none', mailServer: null },
      ],
    })
  })

  test('goes the way of a mail app with the encryption of Postern, and proposes no other', async () => {
    await postern.must([
      'account',
      'edit',
      'work',
      '--mail-tls',
      'imap=starttls',
      '--mail-tls',
      'submission=starttls',
      '--mail-tls',
      'imaps=tls',
    ])
    const { code, stdout } = await postern.run(['check', 'work', '--json'])
    expect(code).toBe(0)
    const checks = z.array(z.looseObject({})).parse(JSON.parse(stdout))
    const seen = { ok: true, certificate: { subject: 'localhost' }, advice: null, facts: null, failure: null }
    expect(checks).toMatchObject([seen, seen, seen])
    expect(await postern.must(['check', 'work'])).not.toContain('--mail-tls')
  })
})
