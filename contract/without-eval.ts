import { config } from 'zod'

// SECURITY: zod compiles faster parsers from text if it may. The window's policy forbids that, and reports each attempt as a violation. The
// window's entries import this module first, so that every report of the policy means an attack.
config({ jitless: true })
