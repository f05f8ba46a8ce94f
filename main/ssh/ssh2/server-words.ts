import type { Client } from 'ssh2'
import { handlersOf } from './client-internals.ts'

/** Messages of the server during the log-in that ssh2 1.17 does not pass on (lib/client.js). Read after `client.connect`. */
export interface ServerWords {
  /** The description of SSH_MSG_DISCONNECT (RFC 4253 section 11.1). */
  readonly onDisconnect: (description: string) => void
  /** The methods that can continue, and whether the attempt was a partial success (RFC 4252 section 5.1), also for a key of an agent. */
  readonly onFailure: (accepted: readonly string[], partial: boolean) => void
  /** A keyboard-interactive request without a prompt (RFC 4256 section 3.2), which ssh2 answers by itself. */
  readonly onNotice: (title: string, instructions: string) => void
}

/** Passes on the server's messages before ssh2 acts on them. False if the shape is not that of 1.17. */
export const watchServerWords = (client: Client, words: ServerWords): boolean => {
  const handlers = handlersOf(client)
  const disconnect = handlers?.['DISCONNECT']
  const failure = handlers?.['USERAUTH_FAILURE']
  const request = handlers?.['USERAUTH_INFO_REQUEST']
  if (handlers === undefined || disconnect === undefined || failure === undefined || request === undefined) return false
  handlers['DISCONNECT'] = (protocol, reason, description, ...rest) => {
    if (typeof description === 'string') words.onDisconnect(description)
    disconnect(protocol, reason, description, ...rest)
  }
  handlers['USERAUTH_FAILURE'] = (protocol, accepted, partial, ...rest) => {
    if (Array.isArray(accepted))
      words.onFailure(
        accepted.filter((name) => typeof name === 'string'),
        partial === true,
      )
    failure(protocol, accepted, partial, ...rest)
  }
  handlers['USERAUTH_INFO_REQUEST'] = (protocol, ...parts) => {
    const [title, instructions, prompts] = parts
    if (Array.isArray(prompts) && prompts.length === 0 && typeof title === 'string' && typeof instructions === 'string')
      words.onNotice(title, instructions)
    request(protocol, ...parts)
  }
  return true
}
