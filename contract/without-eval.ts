import { config } from 'zod'

// SECURITY: zod makes faster parsers out of text where it may. The window's policy forbids that, and every try to find out is reported as
// an attack; so the window's entries import this ahead of all else, and the policy's reports stay worth reading.
config({ jitless: true })
