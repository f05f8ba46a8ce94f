import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '../../../contract/content-security-policy.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts'
import { answerFile } from './answer-file.ts'

let around: TemporaryFolder
let folder: string

beforeAll(async () => {
  around = await makeTemporaryFolder('answer-file')
  folder = path.join(around.path, 'window')
  await mkdir(path.join(folder, 'assets'), { recursive: true })
  await writeFile(path.join(around.path, 'secret.html'), 'a secret beside the folder')
  await writeFile(path.join(folder, 'index.html'), '<!doctype html>')
  await writeFile(path.join(folder, 'assets', 'unknown.kind'), 'x')
  for (const kind of ['js', 'css', 'svg', 'png', 'json', 'woff2', 'ico'])
    await writeFile(path.join(folder, 'assets', `a.${kind}`), 'x')
})
afterAll(() => around.remove())

const ask = (url: string, method = 'GET'): Promise<Response> => answerFile({ url, method }, folder)

test('the start address returns the page', async () => {
  const answer = await ask('app://postern/')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await answer.text()).toBe('<!doctype html>')
})

test.each([
  ['a.js', 'text/javascript; charset=utf-8'],
  ['a.css', 'text/css; charset=utf-8'],
  ['a.svg', 'image/svg+xml; charset=utf-8'],
  ['a.png', 'image/png'],
  ['a.json', 'application/json; charset=utf-8'],
  ['a.woff2', 'font/woff2'],
  ['a.ico', 'image/x-icon'],
  ['unknown.kind', 'application/octet-stream'],
])('%s is sent as %s', async (name, type) => {
  expect((await ask(`app://postern/assets/${name}`)).headers.get('content-type')).toBe(type)
})

describe('an address that is no file of the window', () => {
  test.each([
    'app://postern/missing.js',
    'app://postern/assets',
    'app://postern/../secret.html',
    'app://postern/%2e%2e/secret.html',
    'app://postern/..%2fsecret.html',
    'app://postern/..\\secret.html',
    'app://postern/assets/..%5c..%5csecret.html',
    'app://postern/secret.html%00',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
  ])('%s is answered with 404 and not a byte', async (url) => {
    const answer = await ask(url)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('')
  })

  test.each(['POST', 'PUT', 'HEAD', 'DELETE'])('%s is answered with 405', async (method) => {
    expect((await ask('app://postern/', method)).status).toBe(405)
  })
})

test.each([
  ['app://postern/', 'GET'],
  ['app://postern/assets/a.js', 'GET'],
  ['app://postern/missing', 'GET'],
  ['app://postern/', 'POST'],
])('%s by %s carries the policy and nosniff', async (url, method) => {
  const { headers } = await ask(url, method)
  expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
})
