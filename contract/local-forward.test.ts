import { expect, test } from 'vitest'
import { DestinationHostSchema } from './local-forward.ts'

test.each(['localhost', 'pop.example.org', '192.0.2.7', '2001:db8::110', 'fe80::1%eth0', 'mail_1'])(
  'takes %s as a destination',
  (host) => {
    expect(DestinationHostSchema.safeParse(host).success).toBe(true)
  },
)

// Each of these would have another meaning in permitopen="…" or in a Host block.
test.each(['', '*', 'a*', 'a b', 'a",command="sh', 'a,b', '[::1]', '-W', 'a\nb', 'x@y', '$(id)'])(
  'refuses %j as a destination',
  (host) => {
    expect(DestinationHostSchema.safeParse(host).success).toBe(false)
  },
)
