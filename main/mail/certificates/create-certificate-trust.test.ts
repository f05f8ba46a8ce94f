import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { expectMode } from '../../testing/owners-alone.ts'
import { sampleCertificate, sampleDestination, seenSample } from '../../testing/seen-certificates.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts'
import { createCertificateTrust } from './create-certificate-trust.ts'

let temporary: TemporaryFolder
let folder: string
beforeEach(async () => {
  temporary = await makeTemporaryFolder('certificates')
  folder = path.join(temporary.path, 'Postern')
})
afterEach(() => temporary.remove())

const open = () => createCertificateTrust({ folder, patienceMs: 500 })
const failing = (action: Promise<unknown>) => action.then(() => undefined, failureOf)
const file = () => path.join(folder, 'certificates.json')
const other = sampleCertificate('CC')
const near = { ...sampleDestination, host: 'localhost', port: 143 }

test('no file means no pins, and reading makes none', async () => {
  expect(await open().list()).toEqual([])
  await expect(readFile(file())).rejects.toThrow('ENOENT')
})

test('a pin is read by the next process, from a file that only the person can read', async () => {
  expect(await open().pin(sampleDestination, seenSample(), 'person')).toBe(true)
  expect(await open().list()).toEqual([
    {
      destination: sampleDestination,
      certificate: sampleCertificate(),
      faults: ['self-signed'],
      pinnedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      by: 'person',
    },
  ])
  expectMode(file(), 0o600)
  expectMode(path.join(folder, 'certificates.last-good.json'), 0o600)
  expect((await open().judgeFor(sampleDestination))(seenSample())).toMatchObject({ verdict: 'pinned' })
})

test('a second pin for the same mail server changes nothing', async () => {
  const trust = open()
  await trust.pin(sampleDestination, seenSample(), 'host-key')
  expect(await trust.pin(sampleDestination, seenSample(['self-signed'], other), 'person')).toBe(false)
  expect(await trust.list()).toMatchObject([{ certificate: sampleCertificate(), by: 'host-key' }])
})

test('a judge knows what was pinned and removed after it was made', async () => {
  const trust = open()
  const judge = await trust.judgeFor(sampleDestination)
  expect(judge(seenSample()).verdict).toBe('unknown')
  await trust.pin(sampleDestination, seenSample(), 'person')
  expect(judge(seenSample()).verdict).toBe('pinned')
  await trust.remove(sampleDestination)
  expect(judge(seenSample()).verdict).toBe('unknown')
})

describe('a pin', () => {
  test('that is removed leaves the others', async () => {
    const trust = open()
    await trust.pin(sampleDestination, seenSample(), 'person')
    await trust.pin(near, seenSample(), 'host-key')
    await trust.remove(sampleDestination)
    expect(await trust.list()).toMatchObject([{ destination: near }])
    expect(await failing(trust.remove(sampleDestination))).toEqual({
      code: 'certificate-not-found',
      destination: 'mail.example.org:993',
    })
  })

  test('is replaced by the certificate that was refused last, and by no other', async () => {
    const trust = open()
    await trust.pin(sampleDestination, seenSample(), 'host-key')
    const judge = await trust.judgeFor(sampleDestination)
    const refusal = (fingerprint: string) => ({ code: 'certificate-not-refused', destination: 'mail.example.org:993', fingerprint })
    expect(await failing(trust.replace(sampleDestination, other.fingerprint))).toEqual(refusal(other.fingerprint))
    expect(judge(seenSample(['self-signed'], other)).verdict).toBe('changed')
    const third = sampleCertificate('DD')
    expect(await failing(trust.replace(sampleDestination, third.fingerprint))).toEqual(refusal(third.fingerprint))
    expect(await failing(trust.replace(near, other.fingerprint))).toMatchObject({ code: 'certificate-not-refused' })
    await trust.replace(sampleDestination, other.fingerprint)
    expect(await trust.list()).toMatchObject([{ certificate: other, by: 'person' }])
    expect(judge(seenSample(['self-signed'], other)).verdict).toBe('pinned')
    expect(await failing(trust.replace(sampleDestination, other.fingerprint))).toEqual(refusal(other.fingerprint))
  })

  test('can be set for a certificate that was refused as unknown', async () => {
    const trust = open()
    const judge = await trust.judgeFor(sampleDestination)
    judge(seenSample())
    await trust.replace(sampleDestination, sampleCertificate().fingerprint)
    expect(await trust.list()).toMatchObject([{ certificate: sampleCertificate(), by: 'person' }])
  })
})

describe('a damaged file', () => {
  test.each(['{"version": 1, "pi', '{"version": 1, "pins": [{}]}', '[]'])('%s is set aside and told once', async (bytes) => {
    await open().pin(sampleDestination, seenSample(), 'person')
    await writeFile(file(), bytes)
    const trust = open()
    expect(await failing(trust.judgeFor(sampleDestination))).toMatchObject({ code: 'store-corrupt', file: file() })
    expect((await trust.judgeFor(sampleDestination))(seenSample()).verdict).toBe('pinned')
    expect((await readdir(folder)).filter((name) => name.includes('damaged'))).toHaveLength(1)
  })

  test('of a later Postern is left as it is', async () => {
    await open().pin(sampleDestination, seenSample(), 'person')
    await writeFile(file(), '{"version":999}')
    expect(await failing(open().list())).toMatchObject({ code: 'store-newer', version: 999 })
    expect(await failing(open().pin(near, seenSample(), 'person'))).toMatchObject({ code: 'store-newer' })
    expect(await readFile(file(), 'utf8')).toBe('{"version":999}')
  })
})
