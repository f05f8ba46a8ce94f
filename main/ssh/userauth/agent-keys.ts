import ssh2 from 'ssh2'
import type { BaseAgent, IdentityCallback, KnownPublicKeys, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2'

/** A key that an agent holds, as an agent of its own: ssh2 then makes one attempt per key and we choose which and how many. */
export interface AgentKey {
  readonly blob: Buffer
  readonly comment: string
  readonly agent: BaseAgent
}

/** The agent was reached, and did not answer in time. */
export class AgentSilentError extends Error {
  override readonly name = 'AgentSilentError'
}

class SingleKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent
  readonly #key: ParsedKey

  constructor(agent: BaseAgent, key: ParsedKey) {
    super()
    this.#agent = agent
    this.#key = key
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(undefined, [this.#key])
  }

  override sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, callback?: SignCallback): void {
    if (typeof options === 'function') this.#agent.sign(key, data, options)
    else this.#agent.sign(key, data, options, callback)
  }
}

/**
 * The keys of the agent at `address`: the path of a Unix socket (SSH_AUTH_SOCK), on Windows also a named pipe such as
 * `\\.\pipe\openssh-ssh-agent`, the word `pageant`, or the path of a Cygwin socket. Rejects with AgentSilentError where it does not
 * answer within `timeoutMs`, for which ssh2 itself would wait for ever, and else with the error of ssh2.
 */
export const readAgentKeys = async (address: string, timeoutMs: number): Promise<readonly AgentKey[]> => {
  const agent = ssh2.createAgent(address)
  const keys = await new Promise<readonly ParsedKey[]>((resolve, reject) => {
    const timer = setTimeout(() => reject(new AgentSilentError(`no answer within ${timeoutMs} ms`)), timeoutMs)
    agent.getIdentities((error, found) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve(parsed(found ?? []))
    })
  })
  return keys.map((key) => ({ blob: key.getPublicSSH(), comment: key.comment, agent: new SingleKeyAgent(agent, key) }))
}

/** Keys of a kind that ssh2 cannot read (security keys, certificates) are passed over. */
const parsed = (keys: KnownPublicKeys): readonly ParsedKey[] =>
  keys
    .filter((key): key is string | Buffer | ParsedKey => typeof key === 'string' || Buffer.isBuffer(key) || 'type' in key)
    .map((key) => ssh2.utils.parseKey(key))
    .filter((key): key is ParsedKey => !(key instanceof Error))

/** MaxAuthTries of sshd_config(5): the sixth refused attempt ends the connection. */
const serverTries = 6

/**
 * Which keys of an agent to offer, and in which order: the account's own key first where the agent holds it, and of the others no
 * more than leave one try to a method that follows. (Where the server has enough of it all the same, `connect` goes on without the
 * agent.)
 */
export const chooseAgentKeys = (
  keys: readonly AgentKey[],
  options: { readonly ownKey: Uint8Array | undefined; readonly isLastMethod: boolean },
): readonly AgentKey[] => {
  const { ownKey, isLastMethod } = options
  const own = ownKey === undefined ? [] : keys.filter(({ blob }) => Buffer.compare(blob, ownKey) === 0)
  return [...own, ...keys.filter((key) => !own.includes(key))].slice(0, isLastMethod ? serverTries : serverTries - 1)
}
