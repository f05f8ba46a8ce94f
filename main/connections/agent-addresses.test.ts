import { expect, test } from 'vitest'
import { agentAddressesOf } from './agent-addresses.ts'

const pipes = ['InitShutdown', 'pageant.bob.0123abcd', 'openssh-ssh-agent', 'pageant.alice.4567']

test('the agent is the one that the environment names', () => {
  const env = { SSH_AUTH_SOCK: '/run/user/1000/keyring/ssh' }
  expect(agentAddressesOf({ platform: 'linux', env, pipes: [] })).toEqual(['/run/user/1000/keyring/ssh'])
})

test('without an address in the environment there is no agent', () => {
  expect(agentAddressesOf({ platform: 'darwin', env: {}, pipes: [] })).toEqual([])
  expect(agentAddressesOf({ platform: 'linux', env: { SSH_AUTH_SOCK: '' }, pipes: [] })).toEqual([])
  expect(agentAddressesOf({ platform: 'win32', env: { USERNAME: 'bob' }, pipes: ['InitShutdown'] })).toEqual([])
})

test("on Windows the OpenSSH agent comes before this user's Pageant, and another user's Pageant is left out", () => {
  expect(agentAddressesOf({ platform: 'win32', env: { USERNAME: 'Bob' }, pipes })).toEqual([
    String.raw`\\.\pipe\openssh-ssh-agent`,
    String.raw`\\.\pipe\pageant.bob.0123abcd`,
  ])
})

test('an agent with two names is listed once', () => {
  const env = { SSH_AUTH_SOCK: String.raw`\\.\pipe\openssh-ssh-agent`, USERNAME: 'carol' }
  expect(agentAddressesOf({ platform: 'win32', env, pipes })).toEqual([String.raw`\\.\pipe\openssh-ssh-agent`])
})
