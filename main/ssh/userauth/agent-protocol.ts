import type { Duplex } from 'node:stream'
import type { BaseAgent } from 'ssh2'

// Messages of draft-ietf-sshm-ssh-agent, section 6.1.
const SSH_AGENTC_REQUEST_IDENTITIES = 11
const SSH_AGENT_IDENTITIES_ANSWER = 12
const SSH_AGENTC_SIGN_REQUEST = 13
const SSH_AGENT_SIGN_RESPONSE = 14

/** For RSA keys and their certificates; other keys have no choice of hash. */
const SSH_AGENT_RSA_SHA2_512 = 4

/** AGENT_MAX_LEN of OpenSSH's authfd.c. */
const mostBytes = 256 * 1024

/** The agent accepted the connection, and did not answer in time. */
export class AgentSilentError extends Error {
  override readonly name = 'AgentSilentError'
}

/**
 * Returns every key and certificate that the agent lists, of whatever type; ssh2 itself leaves out those that it cannot parse, and waits
 * for ever. Rejects with AgentSilentError after `timeoutMs`.
 */
export const askAgentForKeys = async (
  agent: BaseAgent,
  timeoutMs: number,
): Promise<readonly { readonly blob: Buffer; readonly comment: string }[]> => {
  const answer = reader(await askAgent(agent, Buffer.from([SSH_AGENTC_REQUEST_IDENTITIES]), SSH_AGENT_IDENTITIES_ANSWER, timeoutMs))
  return Array.from({ length: Math.min(answer.uint32(), mostBytes / 8) }, () => ({
    blob: answer.string(),
    comment: answer.string().toString('utf8'),
  }))
}

/** Returns the agent's whole signature (RFC 4253 section 6.6: its algorithm, its bytes). Waits as long as the agent asks its person. */
export const askAgentToSign = async (agent: BaseAgent, blob: Buffer, data: Buffer): Promise<Buffer> => {
  const request = Buffer.concat([
    Buffer.from([SSH_AGENTC_SIGN_REQUEST]),
    string(blob),
    string(data),
    uint32(SSH_AGENT_RSA_SHA2_512),
  ])
  return reader(await askAgent(agent, request, SSH_AGENT_SIGN_RESPONSE)).string()
}

/** Returns what follows the type in the answer. */
const askAgent = async (agent: BaseAgent, request: Buffer, wanted: number, timeoutMs?: number): Promise<Buffer> => {
  let stream: Duplex | undefined
  let timer: NodeJS.Timeout | undefined
  const answer = new Promise<Buffer>((resolve, reject) => {
    if (timeoutMs !== undefined)
      timer = setTimeout(() => reject(new AgentSilentError(`no answer within ${timeoutMs} ms`)), timeoutMs)
    const onEnd = (): void => reject(new Error('The agent ended the connection'))
    let received: Buffer = Buffer.alloc(0)
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk])
      if (received.length < 5) return
      const length = received.readUInt32BE(0)
      if (length === 0 || length > mostBytes) reject(new Error('Malformed agent response'))
      else if (received.length < 4 + length) return
      else if (received[4] !== wanted) reject(new Error('Agent responded with failure'))
      else resolve(received.subarray(5, 4 + length))
    }
    agent.getStream?.((error, opened) => {
      if (!opened) {
        reject(error ?? new Error('Failed to connect to agent'))
        return
      }
      stream = opened
      stream.on('data', onData).on('error', reject).on('end', onEnd).on('close', onEnd)
      stream.write(Buffer.concat([uint32(request.length), request]))
    })
  })
  try {
    return await answer
  } finally {
    clearTimeout(timer)
    stream?.destroy()
  }
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const string = (bytes: Buffer): Buffer => Buffer.concat([uint32(bytes.length), bytes])

/** Reads fields one after another; throws where the answer is too short. */
const reader = (bytes: Buffer) => {
  let at = 0
  const uint32 = (): number => {
    at += 4
    return bytes.readUInt32BE(at - 4)
  }
  return {
    uint32,
    string: (): Buffer => {
      const length = uint32()
      if (at + length > bytes.length) throw new Error('Malformed agent response')
      at += length
      return bytes.subarray(at - length, at)
    },
  }
}
