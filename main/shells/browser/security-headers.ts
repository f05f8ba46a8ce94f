import { contentSecurityPolicy } from '../../../contract/content-security-policy.ts'

/** On every answer, refusals too. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  // SECURITY: the token stands in an address; it must not be told to whatever that page leads to.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy':
    'camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=(), clipboard-read=()',
  // The window belongs to one run of Postern: none of it is to outlive that in a cache.
  'Cache-Control': 'no-store',
}
