import type { HostKey } from '../contract/host-key.ts'

/** sshd's default path of the file with this key on the server. */
const hostKeyFile = (type: HostKey['type']): string => {
  const kind = type.includes('ed25519') ? 'ed25519' : type.includes('ecdsa') ? 'ecdsa' : 'rsa'
  return `/etc/ssh/ssh_host_${kind}_key.pub`
}

/** The command with which an administrator prints the fingerprint of the server's key of that type. */
export const hostKeyCommand = (type: HostKey['type']): string => `ssh-keygen -lf ${hostKeyFile(type)}`
