import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { sshString } from '../../testing/send-payload.ts'
import { makeTemporaryFolder } from '../../testing/temporary-folder.ts'
import { chooseAgentKeys, readAgentKeys } from './agent-keys.ts'
import type { AgentKey } from './agent-keys.ts'

const agent = ssh2.createAgent('/nonexistent')
const keys: readonly AgentKey[] = Array.from({ length: 9 }, (_, index) => ({
  blob: Buffer.from([index]),
  comment: `${index}`,
  agent,
}))
const commentsOf = (chosen: readonly AgentKey[]): string => chosen.map(({ comment }) => comment).join('')

test('every key is offered, the account’s own first', () => {
  expect(commentsOf(chooseAgentKeys(keys, undefined))).toBe('012345678')
  expect(commentsOf(chooseAgentKeys(keys, Buffer.from([7])))).toBe('701234568')
  expect(commentsOf(chooseAgentKeys(keys, Buffer.from([99])))).toBe('012345678')
})

test('an agent that lists keys without end is read for 64 of them', () => {
  const many = Array.from({ length: 1000 }, (_, index) => ({ blob: Buffer.from([index >> 8, index]), comment: '', agent }))
  const own = many[999]!.blob
  const chosen = chooseAgentKeys(many, own)
  expect(chosen).toHaveLength(64)
  expect(chosen[0]?.blob).toBe(own)
})

test('a certificate of the account’s own key is offered among the first', () => {
  const plain = Buffer.concat([sshString('ssh-ed25519'), sshString(Buffer.alloc(32, 7))])
  const certificateOf = (point: Buffer, type = 'ssh-ed25519-cert-v01@openssh.com') =>
    Buffer.concat([sshString(type), sshString('nonce'), sshString(point), sshString('more')])
  const blobs = { a: Buffer.from([1]), b: certificateOf(Buffer.alloc(32, 8)), c: certificateOf(Buffer.alloc(32, 7)), d: plain }
  const held = Object.entries(blobs).map(([comment, blob]) => ({ comment, blob, agent }))
  expect(commentsOf(chooseAgentKeys(held, plain))).toBe('cdab')
})

// ssh2-facts 21: ssh2 alone would wait for ever.
test('an agent that does not answer is given up', async () => {
  const folder = await makeTemporaryFolder('agent')
  const address = path.join(folder.path, 'agent.sock')
  const silent = createServer((socket) => socket.on('error', () => undefined).resume())
  silent.listen(address)
  await once(silent, 'listening')
  await expect(readAgentKeys(address, 100)).rejects.toThrow('no answer within 100 ms')
  silent.close()
  silent.unref()
  await folder.remove()
})

test('an agent that hangs up or answers nonsense is an error at once', async () => {
  const folder = await makeTemporaryFolder('agent')
  const address = path.join(folder.path, 'agent.sock')
  const answers = ['', '0000000105', 'ffffffff0c', '000000050cffffffff'].map((hex) => Buffer.from(hex, 'hex'))
  const broken = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(answers.shift() ?? '')))
  broken.listen(address)
  await once(broken, 'listening')
  for (const words of [/ended/, /failure/, /Malformed/, /range|Malformed/i])
    await expect(readAgentKeys(address, 10_000)).rejects.toThrow(words)
  broken.close()
  await folder.remove()
})

test('an agent that does not exist is an error at once', async () => {
  await expect(readAgentKeys('/nonexistent/agent.sock', 10_000)).rejects.toThrow(/connect/)
})
