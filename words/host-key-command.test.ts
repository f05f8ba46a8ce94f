import { expect, test } from 'vitest'
import { hostKeyCommand } from './host-key-command.ts'

test.each([
  ['ssh-ed25519', 'ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa'],
  ['ssh-rsa', 'rsa'],
])('a key of type %s is in the file of %s', (type, kind) => {
  expect(hostKeyCommand(type)).toBe(`ssh-keygen -lf /etc/ssh/ssh_host_${kind}_key.pub`)
})
