import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { ImportedAccountSchema } from '../../../contract/imported-account.ts'
import { propertyRuns } from '../../testing/property-runs.ts'
import { readImport } from './read-import.ts'

const runs = propertyRuns(100_000)
/** The length of the longest text that is read, in UTF-16 units. */
const longest = 200_000
const context = { homeFolder: '/home/bob', userName: 'bob' }

const junk = fc.string({ maxLength: 12, unit: 'binary' })
const word = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'bob',
      'host',
      'bob@host',
      '22',
      '110',
      '[::1]',
      '__proto__',
      'constructor',
      '*',
      '!a',
      '%h',
      '~/k',
      'sleep',
      '5',
    ),
  },
  junk,
)
const way = fc
  .tuple(fc.constantFrom('', '*:', '[::1]:', '127.0.0.1:', ':'), word, fc.constantFrom(':', ' ', '='), word, word)
  .map((parts) => parts.join(''))
const lines = (line: fc.Arbitrary<string>, first: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(first, fc.array(line, { maxLength: 8 })).map(([one, others]) => [one, ...others].join('\n'))

const sshPiece = fc.oneof(
  fc.constantFrom(
    '-C',
    '-f',
    '-N',
    '-Cf',
    '-L',
    '-p',
    '-l',
    '-i',
    '-o',
    '-J',
    '-D',
    '-pw',
    '--',
    '&',
    ';',
    '|',
    '>',
    '2>&1',
    '"',
    "'",
    '\\',
    '${',
    '$(',
    '#',
    '-',
  ),
  way.map((one) => `-L${one}`),
  way,
  word,
)
const sshLine = fc
  .tuple(
    fc.constantFrom('ssh', 'ssh.exe', 'plink', 'sshpass -p x ssh', '$ ssh', 'A=b autossh'),
    fc.array(sshPiece, { maxLength: 10 }),
  )
  .map(([program, pieces]) => [program, ...pieces].join(' '))
const directive = fc
  .tuple(
    fc.constantFrom(
      'Host',
      'Match',
      'HostName',
      'Port',
      'User',
      'LocalForward',
      'IdentityFile',
      'Compression',
      'ProxyCommand',
      'Include',
      '#',
      '__proto__',
    ),
    fc.constantFrom(' ', '=', '', '\t', ' "'),
    fc.array(fc.oneof(word, way, fc.constantFrom('exec', 'host', 'all', 'yes', '"')), { maxLength: 4 }),
  )
  .map(([keyword, separator, values]) => `  ${keyword}${separator}${values.join(' ')}`)
const fetchmailPiece = fc.oneof(
  fc.constantFrom(
    'poll',
    'skip',
    'defaults',
    'set',
    'proto',
    'pop3',
    'imap',
    'port',
    '11110',
    'user',
    'password',
    'is',
    'here',
    'there',
    'no',
    'ssl',
    'localhost',
    ':',
    ',',
    '"',
    "'",
    '\\',
    '#',
    '\n',
  ),
  sshLine.map((line) => `preconnect "${line}"`),
  word,
)
const puttyKey = fc.constantFrom(
  'HostName',
  'PortNumber',
  'Protocol',
  'UserName',
  'PortForwardings',
  'Compression',
  'ProxyMethod',
  'PublicKeyFile',
  '__proto__',
)
const puttyForward = fc.tuple(fc.constantFrom('L', '4L', '6L', 'R', 'D', ''), way).map((parts) => parts.join(''))
const puttyValue = fc.oneof(
  word,
  fc.constant('ssh'),
  fc.array(puttyForward, { maxLength: 4 }).map((all) => all.join(',')),
)

const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'ssh command lines': lines(fc.oneof(sshLine, junk), sshLine),
  'Host blocks': lines(
    fc.oneof({ weight: 5, arbitrary: directive }, { weight: 1, arbitrary: junk }),
    word.map((name) => `Host ${name}`),
  ),
  '.fetchmailrc files': fc.array(fetchmailPiece, { maxLength: 25 }).map((pieces) => `poll localhost ${pieces.join(' ')}`),
  'registry exports': lines(
    fc.oneof(
      fc.tuple(puttyKey, puttyValue).map(([key, value]) => `"${key}"="${value}"`),
      fc.tuple(puttyKey, word).map(([key, value]) => `"${key}"=dword:${value}`),
      word.map((name) => `[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\${name}]`),
      junk,
    ),
    word.map((name) => `REGEDIT4\n[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\${name}]\n"HostName"="host"`),
  ),
  'session files of PuTTY': lines(
    fc.oneof(
      fc.tuple(puttyKey, puttyValue).map((pair) => pair.join('=')),
      junk,
    ),
    word.map((host) => `HostName=${host}\nPortNumber=22`),
  ),
}

/** The accounts of a text; undefined if it was refused. */
const readOrRefuse = (text: string): ReturnType<typeof readImport> | undefined => {
  try {
    return readImport(text, context)
  } catch (error) {
    const failure = failureOf(error)
    if (failure?.code !== 'input-invalid' || failure.field !== 'import') throw error
    return undefined
  }
}

describe.each(Object.entries(texts))('any %s', (_, arbitrary) => {
  test('are read into accounts that the contract allows, or refused', { timeout: 900_000 }, () => {
    let understood = 0
    fc.assert(
      fc.property(arbitrary, (text) => {
        for (const account of readOrRefuse(text) ?? []) {
          understood += 1
          const parsed = ImportedAccountSchema.safeParse(account)
          if (!parsed.success) throw new Error(parsed.error.message)
          if (account.leftOut.some((piece) => /\p{C}/u.test(piece.text))) throw new Error('a piece is not printable')
        }
      }),
      { numRuns: runs },
    )
    expect(understood).toBeGreaterThan(runs / 100)
  })

  test('of the greatest length are read to their end', { timeout: 120_000 }, () => {
    // A quadratic reader, or a pattern that backtracks, would exceed the time of a test.
    fc.assert(
      fc.property(
        arbitrary,
        (text) => void readOrRefuse(text.repeat(Math.ceil(longest / Math.max(1, text.length))).slice(0, longest)),
      ),
      { numRuns: 5 },
    )
  })
})
