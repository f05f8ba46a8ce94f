import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { backgroundColor } from './background-color.ts'

test('the background of the window is that of the page', async () => {
  const tokens = await readFile(path.join(import.meta.dirname, '../../../renderer/styles/tokens.css'), 'utf8')
  const grounds = [...tokens.matchAll(/--ground: (#\w+)/g)].map(([, colour]) => colour)
  expect([...new Set(grounds)]).toEqual([backgroundColor.light, backgroundColor.dark])
})
