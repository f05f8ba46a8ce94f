import { expect, test } from 'vitest'
import { takesEd25519, type ShownByServer, type TakesEd25519 } from './takes-ed25519.ts'

const rsa = ['rsa-sha2-512', 'rsa-sha2-256']

type Row = readonly [
  server: string,
  signatures: ShownByServer['signatureAlgorithms'],
  hostKeys: readonly string[],
  about: readonly [software: string, expected: TakesEd25519],
]

test.each<Row>([
  ['says so itself', ['ssh-ed25519', ...rsa], [], ['anything', 'yes']],
  ['says that it takes others alone, whatever its own key is', rsa, ['ssh-ed25519'], ['OpenSSH_9.9', 'no']],
  ['says nothing and has such a key itself', undefined, ['ssh-ed25519'], ['anything', 'yes']],
  ['is of the release that could first', undefined, rsa, ['OpenSSH_6.5p1 Debian-2', 'yes']],
  ['is of the release before', undefined, rsa, ['OpenSSH_6.4', 'no']],
  ['is of a much later one', undefined, rsa, ['OpenSSH_10.0', 'yes']],
  ['is the one of Windows', undefined, rsa, ['OpenSSH_for_Windows_8.1', 'yes']],
  ['is an old Dropbear', undefined, rsa, ['dropbear_2019.78', 'no']],
  ['is a new Dropbear', undefined, rsa, ['dropbear_2022.83', 'yes']],
  ['announces nothing', undefined, [], ['ROSSSH', 'unknown']],
])('a server that %s', (_, signatureAlgorithms, hostKeyAlgorithms, [software, expected]) => {
  expect(takesEd25519({ signatureAlgorithms, hostKeyAlgorithms, software })).toBe(expected)
})
