import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '../testing/property-runs.ts'
import { parseRegQuery } from './parse-reg-query.ts'

const sessions = 'HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions'

/** As reg.exe prints it, empty lines and CR LF included. */
const printed = [
  '',
  `${sessions}\\Default%20Settings`,
  '    Present    REG_DWORD    0x1',
  '',
  `${sessions}\\work%20mail`,
  '    Compression    REG_DWORD    0x1',
  '    HostName    REG_SZ    mail.example.org',
  '    PortForwardings    REG_SZ    L11110=popserver:110,L11587=localhost:587',
  '    PortNumber    REG_DWORD    0x16',
  '    PublicKeyFile    REG_SZ    C:\\Users\\Bob\\My keys\\work.ppk',
  '    RemoteCommand    REG_SZ    ',
  '    WinTitle    REG_SZ    four    spaces    inside',
  '    (Default)    REG_SZ    (value not set)',
  '    Wide    REG_BINARY    00FF',
  '    Wrong    REG_DWORD    twenty-two',
  '',
].join('\r\n')

const fromPrinted = (text: string) => parseRegQuery(text).map(({ path, values }) => ({ path, values: Object.fromEntries(values) }))

test('keys and their values are read as reg.exe prints them', () => {
  expect(fromPrinted(printed)).toEqual([
    { path: `${sessions}\\Default%20Settings`, values: { Present: 1 } },
    {
      path: `${sessions}\\work%20mail`,
      values: {
        Compression: 1,
        HostName: 'mail.example.org',
        PortForwardings: 'L11110=popserver:110,L11587=localhost:587',
        PortNumber: 22,
        PublicKeyFile: 'C:\\Users\\Bob\\My keys\\work.ppk',
        RemoteCommand: '',
        WinTitle: 'four    spaces    inside',
        '(Default)': '(value not set)',
      },
    },
  ])
})

test('an empty value may have lost the spaces at its end', () => {
  expect(fromPrinted('HKEY_A\n    Name    REG_SZ')).toEqual([{ path: 'HKEY_A', values: { Name: '' } }])
})

test('a message of reg.exe is not a key, and a value without a key is ignored', () => {
  expect(parseRegQuery('ERROR: The system was unable to find the specified registry key or value.\r\n')).toEqual([])
  expect(parseRegQuery('    Name    REG_SZ    value\r\n')).toEqual([])
})

test('at most a thousand keys are read', () => {
  expect(parseRegQuery('HKEY_A\r\n'.repeat(1500))).toHaveLength(1000)
})

const piece = fc.oneof(
  fc.constantFrom('HKEY_A', '    ', 'REG_SZ', 'REG_DWORD', '0x', '\r\n', '\n', 'Name', ...printed.split('\r\n')),
  fc.string({ unit: 'binary' }),
)
const output = fc.oneof(
  { weight: 9, arbitrary: fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.tuple(piece, fc.integer({ min: 1, max: 2000 })).map(([text, times]) => text.repeat(times)) },
)

test('no output makes it throw', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(output, (text) => {
      expect(parseRegQuery(text).length).toBeLessThanOrEqual(1000)
    }),
    { numRuns: propertyRuns(20_000) },
  )
})

test.each([
  'HKEY_A',
  'a\r\n',
  '    Name    REG_SZ    x\r\n',
  ' ',
  '    ',
  '    a',
  '\r',
  '\r\n',
  '    Name    REG_SZ    ',
  '    Name    REG_DWORD    0x',
  '0',
])('a long output of %j is read to its end', (text) => {
  // A quadratic reader would exceed the time of a test.
  expect(parseRegQuery(`HKEY_B\r\n${text.repeat(4_000_000 / text.length)}`)[0]?.path).toMatch(/^HKEY_B/)
})
