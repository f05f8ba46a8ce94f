import type { Account } from '../../contract/account.ts'
import type { DiagnosisFacts } from './diagnosis-facts.ts'
import type { KnownName, NameKind, Names } from './names.ts'

/** Returns every configured name, in the order of a diagnosis. A joined name has the stand-ins of its parts. */
export const knownNames =
  ({ accounts, identities, keyFiles, place }: Pick<DiagnosisFacts, 'accounts' | 'identities' | 'keyFiles' | 'place'>) =>
  (of: Names['of']): readonly KnownName[] => {
    const named = (kind: NameKind, name: string): KnownName => ({ name, standIn: of(kind, name) })
    const hostAndPort = (host: string, port: number): KnownName => ({
      name: `${host}:${port}`,
      standIn: `${of('server', host)}:${port}`,
    })

    const ofAccount = ({ name, host, port, user, mailAddress, mailUser, forwards }: Account): readonly KnownName[] => [
      named('account', name),
      named('server', host),
      named('user', user),
      // The form in questions and refusals.
      { name: `${user}@${host}:${port}`, standIn: `${of('user', user)}@${of('server', host)}:${port}` },
      { name: `${user}@${host}`, standIn: `${of('user', user)}@${of('server', host)}` },
      hostAndPort(host, port),
      ...forwards.flatMap(({ destinationHost, destinationPort }) => [
        named('server', destinationHost),
        hostAndPort(destinationHost, destinationPort),
      ]),
      ...(mailUser === undefined ? [] : [named('user', mailUser)]),
      ...(mailAddress === undefined ? [] : [named('mail-address', mailAddress)]),
    ]

    return [
      ...accounts.flatMap(ofAccount),
      ...identities.flatMap(({ name, file, fingerprint }) => [
        named('key', name),
        named('path', file),
        named('fingerprint', fingerprint),
      ]),
      ...keyFiles.map(({ path }) => named('path', path)),
      { name: place.dataFolder, standIn: 'data-folder' },
      { name: place.home, standIn: 'home-folder' },
      { name: place.hostName, standIn: 'this-computer' },
      named('user', place.userName),
    ]
  }
