import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FailureError, failureOf } from '../../contract/failure.ts'
import { parseForwardArgument } from './forward-argument.ts'
import { mailPresets } from './presets.ts'

const forward = (service: string, destinationHost: string, destinationPort: number, bind: object = {}) => ({
  service,
  destinationHost,
  destinationPort,
  bindAddress: '127.0.0.1',
  ...bind,
})
const bindPort = 2003
const bindAddress = '::1'

test.each(Object.entries(mailPresets))('reads the preset %s', (service, { port }) => {
  expect(parseForwardArgument(service)).toEqual(forward(service, 'localhost', port))
})

test.each([
  ['2003:localhost:110', forward('pop3', 'localhost', 110, { bindPort })],
  ['2003:localhost:4190', forward('other', 'localhost', 4190, { bindPort })],
  ['127.0.0.1:2003:pop.example.org:110', forward('pop3', 'pop.example.org', 110, { bindPort })],
  ['localhost:2003:pop.example.org:110', forward('pop3', 'pop.example.org', 110, { bindPort })],
  ['[::1]:2003:[2001:db8::1]:143', forward('imap', '2001:db8::1', 143, { bindPort, bindAddress })],
  ['2003:[fe80::1%eth0]:143', forward('imap', 'fe80::1%eth0', 143, { bindPort })],
  ['pop3=11110:localhost:110', forward('pop3', 'localhost', 110, { bindPort: 11_110 })],
  ['imap=[::1]:2003:localhost:4143', forward('imap', 'localhost', 4143, { bindPort, bindAddress })],
  ['pop3=popserver:1110', forward('pop3', 'popserver', 1110)],
  ['IMAPS', forward('imaps', 'localhost', 993)],
])('reads %s', (text, expected) => {
  expect(parseForwardArgument(text)).toEqual(expected)
})

test.each([
  ['', 'forward-form'],
  ['pop4', 'forward-service'],
  ['gopher=70:localhost:70', 'forward-service'],
  ['110', 'forward-service'],
  ['pop3=', 'forward-form'],
  ['pop3=11110', 'forward-form'],
  ['localhost:110', 'forward-form'],
  ['2003:[::1:110', 'forward-form'],
  ['2003:a[::1]:110', 'forward-form'],
  ['1:2:3:4:5', 'forward-form'],
  ['0.0.0.0:2003:localhost:110', 'forward-loopback'],
  ['*:2003:localhost:110', 'forward-loopback'],
  [':2003:localhost:110', 'forward-loopback'],
  ['[::]:2003:localhost:110', 'forward-loopback'],
  ['192.0.2.1:2003:localhost:110', 'forward-loopback'],
  ['2003::110', 'forward-host'],
  ['2003:a b:110', 'forward-host'],
  ['2003:a",permitopen="b:110', 'forward-host'],
  ['2003:-oProxyCommand=x:110', 'forward-host'],
  ['0:localhost:110', 'port'],
  ['65536:localhost:110', 'port'],
  ['2003:localhost:0', 'port'],
  ['2003:localhost:imap', 'port'],
  ['-1:localhost:110', 'port'],
])('refuses %j for its %s', (text, reason) => {
  const parse = (): unknown => parseForwardArgument(text)
  expect(parse).toThrow(FailureError)
  try {
    parse()
  } catch (error) {
    expect(failureOf(error)).toEqual({ code: 'input-invalid', field: '--forward', value: text, reason })
  }
})

test('any text is read, or refused as invalid input', () => {
  const scraps = fc.array(fc.constantFrom('pop3', '=', ':', '[', ']', '::1', 'localhost', '110', '2003', '*', ' ', '\n', 'é'), {
    maxLength: 9,
  })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        scraps.map((parts) => parts.join('')),
      ),
      (text) => {
        try {
          const { bindAddress, destinationHost } = parseForwardArgument(text)
          expect(['127.0.0.1', '::1']).toContain(bindAddress)
          expect(destinationHost).toMatch(/^[^\s"',*]+$/)
        } catch (error) {
          expect(failureOf(error)?.code).toBe('input-invalid')
        }
      },
    ),
  )
})
