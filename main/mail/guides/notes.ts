import type { GuideNote, GuideNoteId } from '../../../contract/guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'

/**
 * Who decides about a certificate: the person, where the client shows it; the file, where the client takes the name it has to be for; or
 * the one that a step fetched and the client keeps to.
 */
export type CertificateCheck = 'asked' | 'by-file' | 'kept'

const hostsOf = (ports: readonly MailPort[]): string => [...new Set(ports.map(({ destinationHost }) => destinationHost))].join(', ')

/** Why the ports are set as they are, and what the client will ask about them. */
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
