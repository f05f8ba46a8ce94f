import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { agentAddresses } from './agent-addresses.ts'

const openSsh = String.raw`\\.\pipe\openssh-ssh-agent`

test('the pipe of OpenSSH’s agent is found while it exists', async () => {
  expect(agentAddresses()).not.toContain(openSsh)
  const server = createServer().listen(openSsh)
  await once(server, 'listening')
  expect(agentAddresses()).toContain(openSsh)
  server.close()
  await once(server, 'close')
  expect(agentAddresses()).not.toContain(openSsh)
})
