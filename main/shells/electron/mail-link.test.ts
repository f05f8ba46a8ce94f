import { expect, test } from 'vitest'
import { isMailLink } from './mail-link.ts'

test.each(['mailto:?subject=A%20key&body=Hello%0D%0A', 'mailto:?body=restrict%2Cpermitopen%3D%22localhost%3A110%22', 'mailto:'])(
  'the mail program is given %j',
  (address) => {
    expect(isMailLink(address)).toBe(true)
  },
)

test.each([
  'mailto:?subject=a&attach=/home/bob/.ssh/id_ed25519',
  'mailto:?ATTACH=/etc/passwd',
  'mailto:?subject=a&bcc=eve@example.org',
  'mailto:eve@example.org?subject=a',
  'mailto:?subject=a#b',
  `mailto:?body=${'a'.repeat(8192)}`,
  'https://example.org/',
  'file:///etc/passwd',
  'smb://example.org/',
  'javascript:alert(1)',
  'app://postern/',
  '',
])('it is not given %j', (address) => {
  expect(isMailLink(address)).toBe(false)
})
