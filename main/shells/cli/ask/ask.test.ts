import { beforeEach, describe, expect, test, vi } from 'vitest'
import { closeSync, openSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createAsk, readHostKeyAnswer, type AskOptions } from './ask.ts'
import { PromptInterrupted, type Prompts } from './prompts.ts'
import type { Screen } from './screen.ts'
import { sampleCertificate, seenSample } from '../../../testing/seen-certificates.ts'
import { createTranslate } from '../../../../words/translate.ts'

const lines: string[] = []
const screen: Screen = {
  out: () => undefined,
  err: (...text) => void lines.push(...text),
  outStyle: (_look, text) => text,
  errStyle: (_look, text) => text,
  interactive: true,
}
// The lines that the person types. prompts.real.test.ts tests the terminal itself.
let typed: string[] = []
const prompts: Prompts = {
  secret: () => Promise.resolve(typed.shift() ?? ''),
  text: ({ validate }) => {
    const answer = typed.shift() ?? ''
    return validate?.(answer) === undefined ? Promise.resolve(answer) : prompts.text({ message: '', validate })
  },
  confirm: () => Promise.resolve(typed.shift() === 'yes'),
}
const ask = (change: Partial<AskOptions> = {}) =>
  createAsk({
    t: createTranslate('en'),
    screen,
    prompts,
    secrets: {},
    keychain: () => Promise.resolve('ready'),
    interrupt: () => undefined,
    ...change,
  })
const hostKey = {
  kind: 'host-key',
  account: 'work',
  hostKey: { host: 'a.example', port: 22, type: 'ssh-ed25519', blob: new Uint8Array(), fingerprint: 'SHA256:abc' },
  randomart: '+--+\n|..|\n+--+',
} as const
const passphrase = { kind: 'passphrase', account: 'work', identity: 'laptop' } as const
const password = { kind: 'password', account: 'work', server: 'bob@a.example' } as const
const wrong = { code: 'passphrase-wrong', identity: 'laptop' } as const

beforeEach(() => {
  lines.length = 0
  typed = []
})

describe('a host key', () => {
  test('is shown with its server, type, fingerprint and randomart', async () => {
    typed = ['no']
    await ask()(hostKey)
    const text = lines.join('\n')
    for (const part of ['a.example port 22', 'ssh-ed25519', 'SHA256:abc', '|..|', 'ssh_host_ed25519_key.pub'])
      expect(text).toContain(part)
  })

  test.each([
    [['yes'], true],
    [['SHA256:abc'], true],
    [['no'], false],
    [[''], false],
    [['y', 'SHA256:other', 'yes'], true],
    [['y', ''], false],
  ])('%j gives %s', async (answers, trusted) => {
    typed = [...answers]
    await expect(ask()(hostKey)).resolves.toBe(trusted)
  })

  test('is not trusted if there is no person to ask', async () => {
    await expect(ask({ prompts: undefined })(hostKey)).resolves.toBe(false)
  })
})

describe('a secret', () => {
  test('is remembered only if the person agrees and there is a keychain', async () => {
    typed = ['s3cret', 'yes']
    await expect(ask()(password)).resolves.toEqual({ secret: 's3cret', remember: true })
    typed = ['s3cret', 'no']
    await expect(ask()(password)).resolves.toEqual({ secret: 's3cret', remember: false })
  })

  test('without a keychain is never remembered, with one warning', async () => {
    typed = ['one', 'two']
    const asking = ask({ keychain: () => Promise.resolve('absent') })
    await expect(asking(password)).resolves.toEqual({ secret: 'one', remember: false })
    await asking(passphrase)
    expect(lines.filter((line) => line.includes('no keychain'))).toHaveLength(1)
  })

  test('is a no if it is left empty', async () => {
    typed = ['']
    await expect(ask()(password)).resolves.toBeUndefined()
  })

  test('is asked for again with a message that it was wrong', async () => {
    typed = ['again', 'no']
    await ask()({ ...passphrase, previous: wrong })
    expect(lines).toContain('The passphrase does not fit the key laptop.')
  })

  test('is no in a script without a descriptor', async () => {
    await expect(ask({ prompts: undefined })(passphrase)).resolves.toBeUndefined()
  })
})

describe('a descriptor', () => {
  const withDescriptor = async (use: (fd: number) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'postern-ask-'))
    writeFileSync(path.join(folder, 'secret'), 'from-fd\n')
    const fd = openSync(path.join(folder, 'secret'), 'r')
    try {
      await use(fd)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('answers in place of a person, and is not asked again if it was wrong', () =>
    withDescriptor(async (fd) => {
      const asking = ask({ secrets: { passphraseFd: fd } })
      await expect(asking(passphrase)).resolves.toEqual({ secret: 'from-fd', remember: false })
      await expect(asking(passphrase)).resolves.toEqual({ secret: 'from-fd', remember: false })
      await expect(asking({ ...passphrase, previous: wrong })).resolves.toBeUndefined()
    }))

  test('with a password answers a server that asks for it as a question', () =>
    withDescriptor(async (fd) => {
      const asking = ask({ prompts: undefined, secrets: { passwordFd: fd } })
      const challenge = { kind: 'keyboard-interactive', account: 'work', server: 'bob@a', title: '', instructions: '' } as const
      await expect(asking({ ...challenge, prompts: [{ text: 'Password: ', echo: false }] })).resolves.toEqual(['from-fd'])
      await expect(asking({ ...challenge, prompts: [{ text: 'Code: ', echo: true }] })).resolves.toBeUndefined()
    }))

  test('is a failure, and not a no, if it cannot be read', () =>
    withDescriptor(async (fd) => {
      closeSync(fd)
      await expect(ask({ secrets: { passwordFd: fd } })(password)).rejects.toMatchObject({ failure: { field: '--password-fd' } })
    }))
})

describe('questions', () => {
  test('of a server are answered in order, and its words cannot move the cursor', async () => {
    typed = ['bob', 'code']
    const answers = await ask()({
      kind: 'keyboard-interactive',
      account: 'work',
      server: 'bob@a.example',
      title: 'Two \x1b[2Jsteps',
      instructions: '',
      prompts: [
        { text: 'Name: ', echo: true },
        { text: 'Code: ', echo: false },
      ],
    })
    expect(answers).toEqual(['bob', 'code'])
    expect(lines.join('')).not.toContain('\x1b')
  })

  test('wait for each other', async () => {
    let standing = 0
    const slow: Prompts = {
      ...prompts,
      secret: async () => {
        expect(++standing).toBe(1)
        await nextTurn()
        standing--
        return ''
      },
    }
    const asking = ask({ prompts: slow })
    await Promise.all([asking(password), asking(passphrase)])
  })

  test('end the command at Ctrl+C, and are answered with no', async () => {
    const interrupt = vi.fn()
    const gone: Prompts = { ...prompts, text: () => Promise.reject(new PromptInterrupted()) }
    await expect(ask({ prompts: gone, interrupt })(hostKey)).resolves.toBe(false)
    expect(interrupt).toHaveBeenCalledOnce()
  })
})

describe('an answer to a host key', () => {
  const fingerprint = 'SHA256:uNiVztksCsDhcc0u9e8BrJmEHm5y3RH2Vc5YkvNxS1A'
  const words = { yes: 'ja', no: 'nee' }

  test.each([
    ['', 'no'],
    ['no', 'no'],
    ['nee', 'no'],
    ['yes', 'yes'],
    ['JA', 'yes'],
    [` ${fingerprint} `, 'yes'],
    [`${fingerprint}=`, 'yes'],
    [fingerprint.toLowerCase(), 'different'],
    ['SHA256:other', 'different'],
    ['MD5:aa:bb', 'different'],
    ['y', 'unclear'],
    ['j', 'unclear'],
    ['sure', 'unclear'],
  ] as const)('%j means %s', (text, answer) => {
    expect(readHostKeyAnswer(text, fingerprint, words)).toBe(answer)
  })
})

describe('a certificate', () => {
  const certificate = {
    kind: 'certificate',
    account: 'work',
    destination: 'mail.example.org:993',
    ...seenSample(['self-signed', 'expired']),
  } as const
  const { fingerprint } = sampleCertificate()

  test('is shown with its mail server, each fault, its names, dates and fingerprint', async () => {
    typed = ['no']
    expect(await ask()(certificate)).toBe(false)
    const text = lines.join('\n')
    for (const part of [
      'mail.example.org:993 cannot be verified as that of mail.example.org',
      'it signed itself',
      'it expired on 1 January 2036',
      '1 January 2026 to 1 January 2036',
      fingerprint,
      'openssl x509',
    ])
      expect(text).toContain(part)
  })

  test.each([
    ['yes', true],
    [' YES ', true],
    [fingerprint, true],
    [`sha256 Fingerprint=${fingerprint.toLowerCase()}`, true],
    [fingerprint.replaceAll(':', ''), true],
    ['', false],
    ['no', false],
  ])('is trusted by %j: %j', async (answer, trusted) => {
    typed = [answer]
    expect(await ask()(certificate)).toBe(trusted)
  })

  test.each(['y', 'ok', fingerprint.replace('AA', 'AB'), fingerprint.slice(3)])('is asked about again after %j', async (answer) => {
    typed = [answer, 'no']
    expect(await ask()(certificate)).toBe(false)
    expect(typed).toEqual([])
  })

  test('is not trusted without a terminal', async () => {
    expect(await ask({ prompts: undefined })(certificate)).toBe(false)
  })
})
