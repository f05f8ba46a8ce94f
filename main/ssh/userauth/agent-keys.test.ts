import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { makeTemporaryFolder } from '../../testing/temporary-folder.ts'
import { chooseAgentKeys, readAgentKeys } from './agent-keys.ts'
import type { AgentKey } from './agent-keys.ts'

const agent = ssh2.createAgent('/nonexistent')
const keys: readonly AgentKey[] = Array.from({ length: 9 }, (_, index) => ({
  blob: Buffer.from([index]),
  comment: `${index}`,
  agent,
}))
const chosen = (options: Parameters<typeof chooseAgentKeys>[1]): string =>
  chooseAgentKeys(keys, options)
    .map(({ comment }) => comment)
    .join('')

test('the account’s own key is offered first, and the others leave a try to the methods that follow', () => {
  expect(chosen({ ownKey: undefined, isLastMethod: true })).toBe('012345')
  expect(chosen({ ownKey: undefined, isLastMethod: false })).toBe('01234')
  expect(chosen({ ownKey: Buffer.from([7]), isLastMethod: false })).toBe('70123')
  expect(chosen({ ownKey: Buffer.from([99]), isLastMethod: false })).toBe('01234')
})

// ssh2-facts 21: ssh2 itself would wait for ever.
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

test('an agent that is not there is told at once', async () => {
  await expect(readAgentKeys('/nonexistent/agent.sock', 10_000)).rejects.toThrow(/connect/)
})
