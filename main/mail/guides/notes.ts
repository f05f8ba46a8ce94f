import type { GuideNote, GuideNoteId } from '../../../contract/guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'

/**
 * How a client checks a certificate: it asks the person (`asked`); it compares the name with one in its file (`by-file`); or it accepts
 * only the certificate that a step has fetched (`kept`).
 */
export type CertificateCheck = 'asked' | 'by-file' | 'kept'

const hostsOf = (ports: readonly MailPort[]): string => [...new Set(ports.map(({ destinationHost }) => destinationHost))].join(', ')

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
  const certificateNotes = {
    asked: () => certificate('certificate-asked-proved', 'certificate-asked'),
    'by-file': () => certificate('certificate-unchecked', 'certificate-by-name'),
    kept: () => note('certificate-kept', ({ security }) => security !== 'none'),
  }
  return [
    ...note('no-encryption', ({ security, isOnSshServer }) => security === 'none' && isOnSshServer),
    ...note('last-leg-open', ({ security, isOnSshServer }) => security === 'none' && !isOnSshServer),
    ...note('last-leg-starttls', ({ security, isOnSshServer }) => security === 'starttls' && !isOnSshServer),
    ...note('starttls', ({ security, isOnSshServer }) => security === 'starttls' && isOnSshServer),
    ...certificateNotes[check](),
    ...note('no-log-in', ({ user }) => user === undefined),
  ]
}
