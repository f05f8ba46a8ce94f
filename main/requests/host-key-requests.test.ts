import { expect, test } from 'vitest'
import { serverOfKnownHost } from './host-key-requests.ts'

test.each([
  ['mail.example.org', 'mail.example.org', 22],
  ['[mail.example.org]:2222', 'mail.example.org', 2222],
  ['2001:db8::1', '2001:db8::1', 22],
  ['[2001:db8::1]:2222', '2001:db8::1', 2222],
  ['mail.example.org,192.0.2.1', 'mail.example.org', 22],
  ['[mail.example.org]:2222,[192.0.2.1]:2222', 'mail.example.org', 2222],
  // Hashed or malformed names are looked up unchanged, and are not found.
  ['|1|salt|hash', '|1|salt|hash', 22],
  ['[mail.example.org]', '[mail.example.org]', 22],
])('the known host %s is on %s port %i', (written, host, port) => {
  expect(serverOfKnownHost(written)).toEqual({ host, port })
})
