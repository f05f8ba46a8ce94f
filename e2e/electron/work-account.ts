import path from 'node:path'
import { freePort } from '../../main/testing/free-port.ts'
import { posternCommand } from '../../main/testing/postern-command.ts'
import type { Sshd } from '../../main/testing/sshd.ts'

/**
 * Adds the account Work on `sshd`, with a trusted host key and an accepted key, to the data folder of a Postern that is launched in
 * `folder`.
 */
export const addWorkAccount = async (sshd: Sshd, folder: string): Promise<void> => {
  const [{ fingerprint } = { fingerprint: '' }] = sshd.hostKeys()
  await posternCommand(path.join(folder, 'data'), { HOME: folder, SSH_AUTH_SOCK: undefined }).must([
    ...['account', 'add', 'Work', '--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user],
    ...['--key', sshd.clientKeyFile, '--trust', fingerprint, '--forward', `pop3=${await freePort()}:localhost:110`],
  ])
}
