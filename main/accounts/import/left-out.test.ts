import { expect, test } from 'vitest'
import { leftOut } from './left-out.ts'

test.each([
  'sshpass -p canary ssh bob@mail.example.org',
  "sshpass -p 'canary' ssh bob@mail.example.org",
  'sshpass -pcanary ssh bob@mail.example.org',
  'fetch --password=canary',
  'fetch --password canary',
  'PGPASSWORD=canary psql',
  'plink -pw canary bob@mail.example.org',
  'password "canary"',
  'curl ftp://bob:canary@mail.example.org',
])('the secret in %s is not shown', (text) => {
  const shown = leftOut(text, 'runs-a-program').text
  expect(shown).toContain('…')
  expect(shown).not.toContain('canary')
})

test('a text without a secret is shown unchanged', () => {
  const text = 'preconnect touch /tmp/x; ssh -f bob@mail.example.org -L 11110:popserver:110 sleep 5'
  expect(leftOut(text, 'runs-a-program')).toEqual({ text, reason: 'runs-a-program' })
})
