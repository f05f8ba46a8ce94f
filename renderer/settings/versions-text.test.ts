import { expect, test } from 'vitest'
import { versionsText } from './versions-text.ts'

test('all versions are copied one a line, Postern first', () => {
  const components = [
    { name: 'node', version: '24.1.0' },
    { name: 'ssh2', version: '1.17.0' },
  ]
  expect(versionsText({ version: '0.1.0', components, platform: 'linux' })).toBe('Postern 0.1.0\nnode 24.1.0\nssh2 1.17.0\nlinux\n')
})
