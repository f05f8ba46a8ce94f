import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Failure } from '../../../contract/failure.ts'
import type { Certificate, CertificateFault, PinnedCertificate } from '../../../contract/mail-tls.ts'
import type { TunnelStatus } from '../../../contract/tunnel-state.ts'
import { expect } from '../expect.ts'
import { pretend } from '../pretend.ts'
import type { Scene } from './stage.ts'

const fingerprintOf = (pair: string): string =>
  Array.from({ length: 32 }, (_, index) =>
    index % 4 === 0 ? pair : (17 * index).toString(16).toUpperCase().padStart(2, '0').slice(-2),
  ).join(':')

const certificate = (pair: string, change: Partial<Certificate> = {}): Certificate => ({
  subject: 'mail.example.org',
  issuer: 'mail.example.org',
  names: ['mail.example.org', 'imap.example.org'],
  validFrom: '2026-01-14T08:00:00.000Z',
  validTo: '2036-01-12T08:00:00.000Z',
  fingerprint: fingerprintOf(pair),
  keyPin: `${pair}${'A'.repeat(41)}=`,
  ...change,
})

const companyIssued = { issuer: 'Example Company Internal Authority G2', names: ['mail.history.example.org'] }
const pins: readonly PinnedCertificate[] = [
  {
    destination: { sshHost: 'ssh.example.org', sshPort: 22, host: 'mail.example.org', port: 993 },
    certificate: certificate('3F'),
    faults: ['self-signed'],
    pinnedAt: '2026-03-02T09:30:00.000Z',
    by: 'person',
  },
  {
    destination: { sshHost: '127.0.0.1', sshPort: 2222, host: 'localhost', port: 143 },
    certificate: certificate('A8', { subject: 'debian', issuer: 'debian', names: [], validTo: '2026-05-20T08:00:00.000Z' }),
    faults: ['self-signed', 'other-name'],
    pinnedAt: '2026-05-17T18:05:00.000Z',
    by: 'host-key',
  },
]

const faults: readonly CertificateFault[] = ['authority-unknown', 'expired', 'other-name']
const unknown = certificate('5C', { ...companyIssued, subject: 'mail.history.example.org', validTo: '2026-10-01T08:00:00.000Z' })
const refused: Failure = {
  code: 'certificate-refused',
  destination: 'mail.example.org:143',
  name: 'mail.example.org',
  certificate: unknown,
  faults: [...faults],
  reason: 'authority-unknown',
  issuer: unknown.issuer,
}
const changed: Failure = {
  code: 'certificate-changed',
  destination: 'mail.example.org:143',
  name: 'mail.example.org',
  certificate: certificate('E1', { validFrom: '2026-11-20T08:00:00.000Z', validTo: '2036-11-18T08:00:00.000Z' }),
  pinned: certificate('3F'),
  pinnedAt: '2026-03-02T09:30:00.000Z',
}

/** The certificates of mail servers that do not verify: the question, one that changed, and the list. */
export const certificates: Scene = {
  name: 'certificates',
  play: async ({ open, show }) => {
    let failure: Failure = refused
    const ofWork = (status: TunnelStatus): TunnelStatus =>
      status.account === 'Work'
        ? { ...status, forwards: status.forwards.map((forward) => (forward.id === 'imap' ? { ...forward, failure } : forward)) }
        : status
    const { t, page, button, connect, goTo, goToAccount, seesState } = await open('accounts')
    const main = page.getByRole('main')

    await goTo('/certificates', t('nav.certificates'))
    await expect(main.getByText(t('certificates.list.empty'))).toBeVisible()
    await show('certificates-empty')

    const { tell } = await pretend(page, { tunnel: ofWork })
    await goToAccount('Work')
    await connect()
    await seesState(t('state.connected'))
    tell('QuestionAsked', {
      id: '0e1f7a52-5d8e-4a3f-9b0a-111111111111',
      askedAt: new Date().toISOString(),
      question: {
        kind: 'certificate',
        account: 'Work',
        destination: 'mail.example.org:143',
        name: 'mail.example.org',
        certificate: unknown,
        faults,
      },
    })
    const question = page.getByRole('alertdialog', { name: t('prompts.title.certificate') })
    await expect(question).toBeVisible()
    await show('question-certificate')
    const given = question.getByRole('textbox', { name: t('hostTrust.compare') })
    await given.fill(`SHA256 Fingerprint=${fingerprintOf('77')}`)
    await expect(question.getByText(t('certificates.different'))).toBeVisible()
    await expect(button(t('prompts.certificate.trust'))).toBeDisabled()
    await show('question-certificate-different')
    await given.fill(unknown.fingerprint.toLowerCase())
    await expect(question.getByText(t('hostTrust.same'))).toBeVisible()
    await show('question-certificate-same')
    tell('QuestionClosed', { id: '0e1f7a52-5d8e-4a3f-9b0a-111111111111' })
    await expect(question).toBeHidden()

    const look = main.getByRole('link', { name: t('accounts.step.certificate') })
    await expect(look).toBeVisible()
    await show('account-certificate-refused')
    await look.click()
    await expect(page.getByRole('heading', { level: 1, name: t('certificates.refused.title') })).toBeVisible()
    await show('certificate-refused')

    failure = changed
    await page.reload()
    await expect(page.getByRole('heading', { level: 1, name: t('certificates.changed.title') })).toBeVisible()
    await show('certificate-changed')
    const compare = main.getByRole('textbox', { name: t('hostTrust.compare') })
    await compare.fill('aa:bb:cc')
    await expect(main.getByText(t('certificates.unclear'))).toBeVisible()
    await expect(button(t('certificates.changed.use'))).toBeDisabled()
    await compare.fill(changed.certificate.fingerprint)
    await expect(main.getByText(t('hostTrust.same'))).toBeVisible()
    await expect(button(t('certificates.changed.use'))).toBeEnabled()
    await show('certificate-changed-same')
    // No mail server of this Postern has shown that certificate, so main refuses.
    await button(t('certificates.changed.use')).click()
    await expect(main.getByRole('alert')).toBeVisible()
    await show('certificate-not-refused')
  },
}

/** The list of certificates, and one that is removed. */
export const certificateList: Scene = {
  name: 'a list of certificates',
  play: async ({ open, show }) => {
    const { t, page, button, goTo } = await open('accounts', (folder) =>
      writeFile(path.join(folder, 'data/certificates.json'), JSON.stringify({ version: 1, pins }), { mode: 0o600 }),
    )
    await goTo('/certificates', t('nav.certificates'))
    await expect(button(t('certificates.list.removeWhich', { server: 'mail.example.org:993' }))).toBeVisible()
    await show('certificates')
    await button(t('certificates.list.details')).last().click()
    await expect(page.getByText(t('certificates.why')).last()).toBeVisible()
    await show('certificates-details')
    await button(t('certificates.list.removeWhich', { server: 'mail.example.org:993' })).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await show('certificates-remove')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('certificates.remove.act'), exact: true })
      .click()
    await expect(page.getByText(t('certificates.remove.done', { server: 'mail.example.org:993' }))).toBeVisible()
    await show('certificates-removed')
  },
}
