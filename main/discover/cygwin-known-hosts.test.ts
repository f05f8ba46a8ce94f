import { expect, test, vi } from 'vitest'
import { cygwinKnownHosts } from './cygwin-known-hosts.ts'
import type { QueryRegistry } from './query-registry.ts'

const installed: QueryRegistry = async (asked) => {
  if (!asked.startsWith('HKEY_LOCAL_MACHINE\\')) throw new Error('The system was unable to find the specified registry key')
  return Promise.resolve([{ path: asked, values: new Map([['rootdir', 'D:\\cygwin64']]) }])
}

test('the files of the person’s own home are found in the folder that setup wrote down', async () => {
  const query = vi.fn(installed)
  const files = cygwinKnownHosts({ platform: 'win32', userName: 'bob', query })
  expect(await files()).toEqual(['D:\\cygwin64\\home\\bob\\.ssh\\known_hosts', 'D:\\cygwin64\\home\\bob\\.ssh\\known_hosts2'])
  const asked = query.mock.calls.length
  await files()
  expect(query).toHaveBeenCalledTimes(asked)
})

test('a Cygwin that no setup wrote down is not trusted', async () => {
  const nothing: QueryRegistry = () => Promise.reject(new Error('no such key'))
  expect(await cygwinKnownHosts({ platform: 'win32', userName: 'bob', query: nothing })()).toEqual([])
})

test('on other systems the registry is not read', async () => {
  const query = vi.fn(installed)
  expect(await cygwinKnownHosts({ platform: 'linux', userName: 'bob', query })()).toEqual([])
  expect(query).not.toHaveBeenCalled()
})
