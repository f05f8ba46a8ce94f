import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { propertyRuns } from '../../testing/property-runs.ts'
import { createLogInFilter } from './log-in-filter.ts'

type Protocol = Parameters<typeof createLogInFilter>[0]

/** What passes of a server's bytes in pieces of these sizes, all that the client says having come before. */
const passed = (protocol: Protocol, server: string, client = '', sizes: readonly number[] = []): string => {
  const filter = createLogInFilter(protocol)
  filter.fromClient(Buffer.from(client, 'latin1'))
  const bytes = Buffer.from(server, 'latin1')
  const out: Buffer[] = []
  let position = 0
  for (const size of [...sizes, bytes.length]) {
    out.push(filter.fromServer(bytes.subarray(position, position + size)))
    position = Math.min(bytes.length, position + size)
  }
  return Buffer.concat([...out, filter.rest()]).toString('latin1')
}

describe('hides before the log-in', () => {
  test.each<[Protocol, string, string, string]>([
    ['imap', '* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED ID] hi\r\n', '', '* OK [CAPABILITY IMAP4rev1 ID] hi\r\n'],
    ['imap', '* CAPABILITY STARTTLS IMAP4rev1\r\na OK done\r\n', 'a CAPABILITY\r\n', '* CAPABILITY IMAP4rev1\r\na OK done\r\n'],
    ['imap', '* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n', '', '* CAPABILITY IMAP4rev1\r\n'],
    ['imap', 'a NO [CAPABILITY IMAP4rev1 STARTTLS] no\r\n', 'a LOGIN x y\r\n', 'a NO [CAPABILITY IMAP4rev1] no\r\n'],
    ['imap', '* CAPABILITY XSTARTTLS STARTTLSX\r\n', '', '* CAPABILITY XSTARTTLS STARTTLSX\r\n'],
    ['imap', '* ID ("a" {20}\r\n* CAPABILITY STARTTL)\r\n', '', '* ID ("a" {20}\r\n* CAPABILITY STARTTL)\r\n'],
    ['imap', '* X {9}\r\nSTARTTLS \r\n* CAPABILITY A STARTTLS\r\n', '', '* X {9}\r\nSTARTTLS \r\n* CAPABILITY A\r\n'],
    ['pop3', '+OK hi\r\n+OK\r\nUSER\r\nSTLS\r\nTOP\r\n.\r\n', 'CAPA\r\n', '+OK hi\r\n+OK\r\nUSER\r\nTOP\r\n.\r\n'],
    ['pop3', '+OK hi\r\n+OK\r\n+OK\r\nSTLS\r\n.\r\n', 'USER x\r\ncapa\r\n', '+OK hi\r\n+OK\r\n+OK\r\n.\r\n'],
    [
      'pop3',
      '+OK hi\r\n+ \r\n-ERR no\r\n+OK\r\nSTLS\r\n.\r\n',
      'AUTH PLAIN\r\nCAPA\r\n',
      '+OK hi\r\n+ \r\n-ERR no\r\n+OK\r\n.\r\n',
    ],
    ['smtp', '220 hi\r\n250-me\r\n250-STARTTLS\r\n250 SIZE\r\n', '', '220 hi\r\n250-me\r\n250 SIZE\r\n'],
    ['smtp', '220 hi\r\n250-me\r\n250-SIZE\r\n250 STARTTLS\r\n', '', '220 hi\r\n250-me\r\n250 SIZE\r\n'],
    ['smtp', '250-me\r\n250 STARTTLS\r\n', '', '250 me\r\n'],
    ['smtp', '250-STARTTLS\r\n250 SIZE\r\n', '', '250-STARTTLS\r\n250 SIZE\r\n'],
  ])('%s: %j', (protocol, server, client, result) => {
    expect(passed(protocol, server, client)).toBe(result)
    expect(passed(protocol, server, client, Array<number>(server.length).fill(1))).toBe(result)
  })
})

describe('passes everything after the log-in', () => {
  test.each<[Protocol, string, string]>([
    ['imap', 'a OK [CAPABILITY X] in\r\n* CAPABILITY STARTTLS\r\n', 'a LOGIN x y\r\n'],
    ['imap', 'a OK in\r\n* CAPABILITY STARTTLS\r\n', 'a AUTHENTICATE PLAIN\r\n'],
    ['imap', '* PREAUTH hi\r\n* CAPABILITY A STARTTLS\r\n', ''],
    ['pop3', '+OK hi\r\n+OK\r\n+OK in\r\n+OK\r\nSTLS\r\n.\r\n', 'USER x\r\nPASS y\r\nCAPA\r\n'],
    ['smtp', '220 hi\r\n235 in\r\n250-me\r\n250 STARTTLS\r\n', ''],
    ['smtp', '220 hi\r\n354 go\r\n250-me\r\n250 STARTTLS\r\n', ''],
  ])('%s: %j', (protocol, server, client) => {
    expect(passed(protocol, server, client)).toBe(server)
  })

  test('and behind a line that is too long to be held', () => {
    const server = `* ${'x'.repeat(10_000)}\r\n* CAPABILITY STARTTLS\r\n`
    expect(passed('imap', server)).toBe(server)
    expect(passed('imap', server, '', [4000, 4000, 4000])).toBe(server)
  })
})

const gone = /STARTTLS|LOGINDISABLED|STLS/i
const line = fc
  .oneof(
    fc.string({ maxLength: 60, unit: 'binary-ascii' }),
    fc.constantFrom(
      '* CAPABILITY IMAP4rev1 STARTTLS',
      '* OK [CAPABILITY X LOGINDISABLED] y',
      '250-me',
      '250 STARTTLS',
      '250-STARTTLS',
      '+OK',
      'STLS',
      '.',
      '* X {30}',
    ),
  )
  .map((text) => `${text}\r\n`)

test('what passes does not depend on how the bytes come', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Protocol>('imap', 'pop3', 'smtp'),
      fc.array(line, { maxLength: 20 }),
      fc.array(fc.constantFrom('CAPA\r\n', 'USER x\r\n', 'a LOGIN x y\r\n', 'b NOOP\r\n'), { maxLength: 5 }),
      fc.array(fc.nat({ max: 40 }), { maxLength: 60 }),
      (protocol, lines, commands, sizes) => {
        const [server, client] = [lines.join(''), commands.join('')]
        expect(passed(protocol, server, client, sizes)).toBe(passed(protocol, server, client))
      },
    ),
    { numRuns: propertyRuns(2000) },
  )
})

test('bytes without a word that has gone pass unchanged', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Protocol>('imap', 'pop3', 'smtp'),
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 }),
      (protocol, chunks) => {
        const server = Buffer.concat(chunks).toString('latin1')
        fc.pre(!gone.test(server))
        expect(
          passed(
            protocol,
            server,
            'CAPA\r\na LOGIN x y\r\n',
            chunks.map(({ length }) => length),
          ),
        ).toBe(server)
      },
    ),
    { numRuns: propertyRuns(2000) },
  )
})
