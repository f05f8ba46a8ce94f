import type { GuideNote, GuideNoteId } from '../../../contract/guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'

/**
 * How a client checks a certificate: it asks the person (`asked`); it may refuse without a question (`asked-or-refused`); it compares the name
 * with one in its file (`by-file`); or it accepts only the certificate that a step has fetched (`kept`).
 */
export type CertificateCheck = 'asked' | 'asked-or-refused' | 'by-file' | 'kept'

const hostsOf = (ports: readonly MailPort[]): string => [...new Set(ports.map(({ destinationHost }) => destinationHost))].join(', ')

const startTlsNote = (check: CertificateCheck, { isKnown }: MailPort): GuideNoteId => {
  if (isKnown) return 'starttls-needed'
  return check === 'by-file' ? 'starttls-by-file' : 'starttls'
}

/** Notes on the reasons for the settings of the ports, and on the client's questions about certificates. */
export const notesOf = ({ account, incoming, outgoing }: MailSettings, check: CertificateCheck): readonly GuideNote[] => {
  const ports = [incoming, outgoing].filter((port) => port !== undefined)
  const note = (id: GuideNoteId, isAbout: (port: MailPort) => boolean): readonly GuideNote[] => {
    const about = ports.filter(isAbout)
    return about.length === 0 ? [] : [{ id, parameters: { host: account.host, mailHost: hostsOf(about) } }]
  }
  const certificate = (proved: GuideNoteId, named: GuideNoteId): readonly GuideNote[] => [
    ...note(proved, ({ security, isOnSshServer }) => security !== 'none' && isOnSshServer),
    ...note(named, ({ security, isOnSshServer }) => security !== 'none' && !isOnSshServer),
  ]
  const asked = () => certificate('certificate-asked-proved', 'certificate-asked')
  const certificateNotes = {
    asked,
    'asked-or-refused': () => [...asked(), ...note('certificate-not-asked', ({ security }) => security !== 'none')],
    'by-file': () => certificate('certificate-unchecked', 'certificate-by-name'),
    kept: () => note('certificate-kept', ({ security }) => security !== 'none'),
  }
  const postern = note('postern-encrypts', ({ isEncryptedByPostern }) => isEncryptedByPostern)
  const nearStartTls = ports.find(({ security, isOnSshServer }) => security === 'starttls' && isOnSshServer)
  return [
    // It is true of a plain port on the SSH server as well, so one sentence is enough for both.
    ...postern,
    ...(postern.length > 0 ? [] : note('no-encryption', ({ security, isOnSshServer }) => security === 'none' && isOnSshServer)),
    ...note(
      'last-leg-open',
      ({ security, isOnSshServer, isEncryptedByPostern }) => security === 'none' && !isOnSshServer && !isEncryptedByPostern,
    ),
    ...note('last-leg-starttls', ({ security, isOnSshServer }) => security === 'starttls' && !isOnSshServer),
    ...(nearStartTls === undefined ? [] : note(startTlsNote(check, nearStartTls), (port) => port === nearStartTls)),
    ...certificateNotes[check](),
    ...note('no-log-in', ({ user }) => user === undefined),
  ]
}
