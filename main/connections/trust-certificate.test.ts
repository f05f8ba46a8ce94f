import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LogEntry } from '../../contract/log-entry.ts'
import { certificateFaults, type CertificateFault } from '../../contract/mail-tls.ts'
import type { Ask, Question } from '../../contract/question.ts'
import { FailureError } from '../../contract/failure.ts'
import type { CertificateTrust } from '../mail/certificates/certificate-trust.ts'
import { createCertificateTrust } from '../mail/certificates/create-certificate-trust.ts'
import { sampleCertificate, seenSample } from '../testing/seen-certificates.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { createCertificateJudges, type CertificateJudges } from './trust-certificate.ts'

let temporary: TemporaryFolder
beforeEach(async () => {
  temporary = await makeTemporaryFolder('judges')
})
afterEach(() => temporary.remove())

/** Waits until an answer has come in and its pin is written. */
const settledBy =
  ({ written }: Pick<CertificateJudges, 'written'>) =>
  async (): Promise<void> => {
    await nextTurn()
    await written()
  }

const account = { name: 'work', host: 'ssh.example.org', port: 22 }
const far = { destinationHost: 'mail.example.org', destinationPort: 993 }
const near = { destinationHost: 'localhost', destinationPort: 143 }
const other = sampleCertificate('CC')
const otherSeen = seenSample(['self-signed'], other)

/** The judges over a store, and a shell that answers as told; without an answer the question waits for `give`. */
const compose = (answer?: unknown, change: Partial<CertificateTrust> = {}) => {
  const trust = { ...createCertificateTrust({ folder: temporary.path }), ...change }
  const judges = createCertificateJudges(trust)
  const questions: Question[] = []
  const log: LogEntry[] = []
  let give: (given: unknown) => void = () => undefined
  const given = new Promise((resolve) => (give = resolve))
  const ask = ((question: Question) => {
    questions.push(question)
    return answer === undefined ? given : Promise.resolve(answer)
  }) as Ask
  const judgeOf = (forward = far) =>
    judges.judgeCertificate(account, forward, { ask, log: (_level, entry) => void log.push(entry) })
  return { ...judges, trust, questions, log, give, judgeOf, settled: settledBy(judges) }
}

test('a certificate that verifies is never asked about and never pinned', async () => {
  const { judgeOf, trust, questions } = compose(true)
  for (const forward of [far, near]) expect((await judgeOf(forward))(seenSample([]))).toBeUndefined()
  expect(questions).toEqual([])
  expect(await trust.list()).toEqual([])
})

describe('a certificate that nobody stands for', () => {
  test('is refused at once, while the question waits; after a yes the next connection goes on', async () => {
    const { judgeOf, questions, give, settled, log, trust } = compose()
    expect((await judgeOf())(seenSample())).toMatchObject({ code: 'certificate-refused', destination: 'mail.example.org:993' })
    expect(questions).toEqual([
      {
        kind: 'certificate',
        account: 'work',
        destination: 'mail.example.org:993',
        name: 'mail.example.org',
        certificate: sampleCertificate(),
        faults: ['self-signed'],
      },
    ])
    expect((await judgeOf())(seenSample())).toMatchObject({ code: 'certificate-refused' })
    give(true)
    await settled()
    expect((await judgeOf())(seenSample())).toBeUndefined()
    expect(await trust.list()).toMatchObject([{ certificate: sampleCertificate(), by: 'person' }])
    expect(log).toMatchObject([{ name: 'certificate-pinned', by: 'person' }])
    expect(questions).toHaveLength(1)
  })

  test.each([false, null, 0, 1, 'yes', 'true', {}, []])('stays refused when the answer is %j', async (answer) => {
    const { judgeOf, settled, trust } = compose(answer)
    ;(await judgeOf())(seenSample())
    await settled()
    expect((await judgeOf())(seenSample())).toMatchObject({ code: 'certificate-refused' })
    expect(await trust.list()).toEqual([])
  })

  test('is asked about once for its mail server, whatever key comes next, until the person connects anew', async () => {
    const { judgeOf, questions, settled, askAnew } = compose(false)
    for (const seen of [seenSample(), seenSample(), otherSeen]) {
      ;(await judgeOf())(seen)
      await settled()
    }
    expect(questions).toHaveLength(1)
    ;(await judgeOf({ ...far, destinationPort: 587 }))(seenSample())
    expect(questions).toHaveLength(2)
    askAnew({ host: 'another.example.org', port: 22 })
    ;(await judgeOf())(seenSample())
    expect(questions).toHaveLength(2)
    askAnew(account)
    ;(await judgeOf())(otherSeen)
    expect(questions).toMatchObject([{}, {}, { certificate: other }])
  })

  test('that was accepted is pinned by its key: another one is refused as changed, with both', async () => {
    const { judgeOf, settled, questions } = compose(true)
    ;(await judgeOf())(seenSample())
    await settled()
    expect((await judgeOf())(otherSeen)).toEqual({
      code: 'certificate-changed',
      destination: 'mail.example.org:993',
      name: 'mail.example.org',
      certificate: other,
      pinned: sampleCertificate(),
      pinnedAt: expect.any(String) as string,
    })
    expect(questions).toHaveLength(1)
  })

  test('that was accepted, and whose pin cannot be written, is trusted until Postern ends, which is in the log', async () => {
    const failure = { code: 'file-not-writable', file: 'certificates.json', reason: 'disk-full' } as const
    const { judgeOf, settled, log } = compose(true, { pin: () => Promise.reject(new FailureError(failure)) })
    ;(await judgeOf())(seenSample())
    await settled()
    expect(log).toEqual([{ name: 'certificate-not-kept', destination: 'mail.example.org:993' }])
    expect((await judgeOf())(seenSample())).toBeUndefined()
    expect((await judgeOf())(otherSeen)).toMatchObject({ code: 'certificate-changed' })
  })

  test('is refused without a shell that answers', async () => {
    const { judgeCertificate, settled } = compose()
    const log: LogEntry[] = []
    const options = {
      ask: (() => Promise.reject(new Error('gone'))) as Ask,
      log: (_: unknown, entry: LogEntry) => void log.push(entry),
    }
    expect((await judgeCertificate(account, far, options))(seenSample())).toMatchObject({ code: 'certificate-refused' })
    await settled()
    expect(log).toMatchObject([{ name: 'program-fault' }])
  })
})

describe('on the SSH server itself', () => {
  const ofTrust: readonly CertificateFault[] = ['self-signed', 'authority-unknown', 'issuer-missing', 'other-name']

  test.each(ofTrust)('a certificate with the fault %s is pinned by itself, which is in the log', async (fault) => {
    const { judgeOf, questions, log, trust } = compose(false)
    expect((await judgeOf(near))(seenSample([fault]))).toBeUndefined()
    await expect.poll(() => log).toMatchObject([{ name: 'certificate-pinned', destination: 'localhost:143', by: 'host-key' }])
    expect(await trust.list()).toMatchObject([{ by: 'host-key', faults: [fault] }])
    expect(questions).toEqual([])
  })

  test.each(certificateFaults.filter((fault) => !ofTrust.includes(fault)))(
    'a certificate with the fault %s is asked about',
    async (fault) => {
      const { judgeOf, questions } = compose()
      expect((await judgeOf(near))(seenSample(['self-signed', fault]))).toMatchObject({ code: 'certificate-refused' })
      expect(questions).toHaveLength(1)
    },
  )

  test('another one is refused as changed, also while the first is being written', async () => {
    const { judgeOf, log } = compose(true)
    const judge = await judgeOf(near)
    expect(judge(seenSample())).toBeUndefined()
    expect(judge(otherSeen)).toMatchObject({ code: 'certificate-changed', pinned: sampleCertificate() })
    await expect.poll(() => log).toHaveLength(1)
    expect(judge(otherSeen)).toMatchObject({ code: 'certificate-changed', pinned: sampleCertificate() })
    expect(judge(seenSample())).toBeUndefined()
  })
})

test('a pinned certificate that has expired goes on, and warns once', async () => {
  const { judgeOf, settled, log } = compose(true)
  ;(await judgeOf())(seenSample())
  await settled()
  log.length = 0
  for (const judge of [await judgeOf(), await judgeOf()]) expect(judge(seenSample(['self-signed', 'expired']))).toBeUndefined()
  expect(log).toEqual([
    { name: 'pinned-certificate-expired', destination: 'mail.example.org:993', since: '2036-01-01T00:00:00.000Z' },
  ])
})
