import { expect, test } from 'vitest'
import { compareCertificate, compareFingerprint } from './compare-fingerprint.ts'

const fingerprint = 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLXXsS4WbRqNQJDgnM'

test.each([
  [fingerprint, 'same'],
  [`  ${fingerprint}=\n`, 'same'],
  [`256 ${fingerprint} root@mail (ED25519)`, 'same'],
  [fingerprint.toUpperCase(), 'different'],
  [fingerprint.slice(0, -1), 'different'],
  [`${fingerprint}x`, 'different'],
  ['SHA256:eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8', 'different'],
  ['MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48', 'unclear'],
  ['yes', 'unclear'],
  [' ', 'empty'],
] as const)('%j is %s', (pasted, comparison) => {
  expect(compareFingerprint(pasted, fingerprint)).toBe(comparison)
})

const certificate = Array.from({ length: 32 }, (_, index) => (index + 160).toString(16).toUpperCase()).join(':')

test.each([
  [certificate, 'same'],
  [`sha256 Fingerprint=${certificate}\n`, 'same'],
  [`sha256 ${certificate} certificate of the mail server`, 'same'],
  [certificate.toLowerCase(), 'same'],
  [certificate.replaceAll(':', ''), 'same'],
  [certificate.replaceAll(':', ' '), 'same'],
  [certificate.replace('A0', 'A1'), 'different'],
  [`SHA1 Fingerprint=${certificate.slice(0, 59)}`, 'unclear'],
  [`${certificate}:00`, 'unclear'],
  [fingerprint, 'unclear'],
  ['yes', 'unclear'],
  [' ', 'empty'],
] as const)('%j is %s as the fingerprint of a certificate', (pasted, comparison) => {
  expect(compareCertificate(pasted, certificate)).toBe(comparison)
})
