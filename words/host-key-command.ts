import type { HostKey } from '../contract/host-key.ts'

/** The file on the server that holds this key, where sshd keeps it unless told otherwise. */
const hostKeyFile = (type: HostKey['type']): string => {
  const kind = type.includes('ed25519') ? 'ed25519' : type.includes('ecdsa') ? 'ecdsa' : 'rsa'
  return `/etc/ssh/ssh_host_${kind}_key.pub`
}

/** What the administrator runs on the server itself, to read out the fingerprint of its key of that type. */
export const hostKeyCommand = (type: HostKey['type']): string => `ssh-keygen -lf ${hostKeyFile(type)}`
