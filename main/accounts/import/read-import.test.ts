import { describe, expect, test } from 'vitest'
import { FailureError } from '../../../contract/failure.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { readImport } from './read-import.ts'

const context = { homeFolder: '/home/bob', userName: 'alice' }
const read = (text: string): readonly ImportedAccount[] => readImport(text, context)
const only = (text: string): ImportedAccount => {
  const accounts = read(text)
  expect(accounts).toHaveLength(1)
  return accounts[0]!
}
const reasonsOf = ({ leftOut }: ImportedAccount): string[] => leftOut.map(({ text, reason }) => `${reason}: ${text}`)
const waysOf = ({ forwards }: ImportedAccount): string[] =>
  forwards.map(
    ({ service, bindAddress, bindPort, destinationHost, destinationPort }) =>
      `${service} ${bindAddress} ${bindPort} ${destinationHost} ${destinationPort}`,
  )
const pop3 = 'pop3 127.0.0.1 11110 popserver 110'

describe('an ssh command line', () => {
  test('of the old recipe is an account that connects on first use', () => {
    const account = only('ssh -C -f bob@host -L 11110:popserver:110 sleep 5')
    expect(account).toMatchObject({ name: 'host', host: 'host', user: 'bob', compression: true, connect: 'on-first-use' })
    expect(waysOf(account)).toEqual([pop3])
    expect(account.leftOut).toEqual([])
  })

  test.each([
    ['grouped letters', 'ssh -CfL11110:popserver:110 -p2222 -lbob host sleep 5'],
    ['a path and exec', 'exec /usr/bin/ssh -Cf -p 2222 -L 11110:popserver:110 bob@host sleep 5'],
    ['a prompt before it', 'bob@pc:~$ ssh -Cf -p 2222 -L 11110:popserver:110 bob@host sleep 5'],
    ['quotes', `ssh -Cf '-p' "2222" -L "11110:popserver:110" 'bob@host' sleep 5`],
    ['long options', 'ssh -f -o Compression=yes -o "Port 2222" -oUser=bob -o LocalForward="11110 popserver:110" host'],
    ['a URI', 'ssh -Cf -L 11110:popserver:110 ssh://bob@host:2222 sleep 5'],
    ['redirections and &', 'ssh -Cf -p 2222 -L 11110:popserver:110 bob@host sleep 5 >/dev/null 2>&1 &'],
    ['lines that go on', 'ssh -Cf \\\n  -p 2222 \\\n  -L 11110:popserver:110 bob@host \\\n sleep 5'],
    ['the prompt of Windows', 'C:\\Users\\bob> ssh.exe -Cf -p 2222 -L 11110:popserver:110 bob@host sleep 5'],
    ['autossh', 'autossh -Cf -p 2222 -L 11110:popserver:110 bob@host sleep 5'],
  ])('is read with %s', (_, line) => {
    const account = only(line)
    expect(account).toMatchObject({ host: 'host', port: 2222, user: 'bob', compression: true, connect: 'on-first-use' })
    expect(waysOf(account)).toEqual([pop3])
    expect(account.leftOut).toEqual([])
  })

  test('of plink keeps the path of its key and never its password', () => {
    const account = only(
      '"C:\\Program Files\\PuTTY\\plink.exe" -ssh -batch -pw geheim -P 2222 -i C:\\Users\\bob\\k.ppk -N -L 11110:popserver:110 bob@host',
    )
    expect(account).toMatchObject({ host: 'host', port: 2222, user: 'bob', identityFile: 'C:\\Users\\bob\\k.ppk' })
    expect(waysOf(account)).toEqual([pop3])
    expect(reasonsOf(account)).toEqual(['secret: -pw …'])
  })

  test('has a reason for each piece that is left out', () => {
    const line =
      'ssh -D 1080 -R 1:a:2 -X -A -g -J jump -L *:1110:a:110 -L 0.0.0.0:1143:a:143 -L 2003:/run/x -v -F conf -o ProxyCommand="nc %h %p" host ls /'
    expect(reasonsOf(only(line))).toEqual([
      'not-needed: -v',
      'runs-a-program: ls /',
      'other-forwarding: -D 1080',
      'other-forwarding: -R 1:a:2',
      'other-forwarding: -X',
      'other-forwarding: -A',
      'not-loopback: -g',
      'jump-host: -J jump',
      'not-loopback: -L *:1110:a:110',
      'not-loopback: -L 0.0.0.0:1143:a:143',
      'other-forwarding: -L 2003:/run/x',
      'include: -F conf',
      'runs-a-program: -o ProxyCommand=nc %h %p',
    ])
  })

  test('may have an IPv6 address in brackets, and `~` becomes the home folder', () => {
    const account = only('ssh -i ~/.ssh/id_rsa -L [::1]:11143:[2001:db8::1]:143 bob@[2001:db8::2]')
    expect(account).toMatchObject({ host: '2001:db8::2', identityFile: '/home/bob/.ssh/id_rsa' })
    expect(waysOf(account)).toEqual(['imap ::1 11143 2001:db8::1 143'])
  })
})

describe('Host blocks', () => {
  const config = [
    'Host mail m *.mail',
    '  HostName %h.example.org',
    '  User bob',
    '  LocalForward 11110 popserver:110',
    '  LocalForward [::1]:11143 [2001:db8::1]:143',
    '  KeepAlive yes',
    '  IdentityFile "~/.ssh/my key"',
    'Match exec "touch /tmp/x"',
    '  Port 5',
    'Host *',
    '  Port 2222 # for all',
    '  User nobody',
    '  Compression yes',
    '  ProxyCommand nc %h %p',
    '  Include more',
  ].join('\n')

  test('are an account for each server, with the directives of matching patterns; the first value wins', () => {
    const accounts = read(config)
    expect(accounts.map(({ name, host }) => [name, host])).toEqual([
      ['mail', 'mail.example.org'],
      ['m', 'm.example.org'],
    ])
    const [account] = accounts
    expect(account).toMatchObject({ port: 2222, user: 'bob', compression: true, identityFile: '/home/bob/.ssh/my key' })
    expect(waysOf(account!)).toEqual([pop3, 'imap ::1 11143 2001:db8::1 143'])
    expect(reasonsOf(account!)).toEqual([
      'not-needed: KeepAlive yes',
      'runs-a-program: ProxyCommand nc %h %p',
      'include: Include more',
      'runs-a-program: Match exec "touch /tmp/x"',
      'pattern: *.mail',
    ])
  })

  test('that cannot be read do not stop the others', () => {
    const accounts = read('Host\n  Port 1\nHost "open\n  Port 2\nHost mail\n  HostName a.example\n  User "open\n')
    expect(accounts).toMatchObject([{ name: 'mail', host: 'a.example', port: undefined }])
    expect(reasonsOf(accounts[0]!)).toEqual(['not-understood: User "open'])
  })

  test('named like a property of Object.prototype are read like others', () => {
    expect(read('Host __proto__ constructor\n  HostName a.example\n  Port 2200').map(({ name, port }) => [name, port])).toEqual([
      ['proto__', 2200],
      ['constructor', 2200],
    ])
    expect(Object.prototype).not.toHaveProperty('HostName')
  })
})

describe('a .fetchmailrc', () => {
  test('with as many servers as it may be long is read to its end', () => {
    const poll = (index: number): string =>
      `poll localhost port 11110 user u${index % 3} keep preconnect "ssh -L11110:h:110 h${index}"`
    // Millions of pairs of an account and a poll: to visit each pair takes longer than a test may.
    const accounts = read(Array.from({ length: 2500 }, (_, index) => poll(index)).join('\n'))
    expect(accounts).toHaveLength(2500)
    expect(accounts.at(-1)).toMatchObject({ host: 'h2499', mailUser: 'u0', forwards: [{ bindPort: 11110, service: 'pop3' }] })
  })

  const recipe = `# fetch by the tunnel
poll localhost with protocol pop3 and port 11110:
  preconnect "ssh -C -f msingh@popserver -L 11110:popserver:110 sleep 5"
  user "mary" there has password "hunter2" is mary here
  keep`

  test('of the old recipe is the account of its preconnect', () => {
    const account = only(recipe)
    expect(account).toMatchObject({
      host: 'popserver',
      user: 'msingh',
      mailUser: 'mary',
      compression: true,
      connect: 'on-first-use',
    })
    expect(waysOf(account)).toEqual([pop3])
    expect(reasonsOf(account)).toEqual([
      'runs-a-program: preconnect ssh -C -f msingh@popserver -L 11110:popserver:110 sleep 5',
      'secret: password …',
      'not-needed: keep',
    ])
  })

  test.each([
    'pass hunter2',
    "password 'hunter2",
    'password "hunter2',
    'pass hunter2:hunter2',
    'passwrd hunter2',
    'password = hunter2',
  ])('never shows a password written as %s', (secret) => {
    expect(JSON.stringify(read(`${recipe}\npoll pop.example.net user bob ${secret}`))).not.toContain('hunter2')
  })

  test('lists the other servers that it polls as left out', () => {
    expect(reasonsOf(only(`${recipe}\nskip pop.example.net proto imap`))).toContain('elsewhere: poll pop.example.net')
  })

  test('without a tunnel of its own has no host, and a forward for its local port', () => {
    const account = only('defaults proto imap user bob\nserver localhost port 11143')
    expect(account).toMatchObject({ host: undefined, mailUser: 'bob' })
    expect(waysOf(account)).toEqual(['imap 127.0.0.1 11143 localhost 143'])
  })
})

describe('a PuTTY session', () => {
  const forwardings = 'L11110=popserver:110,6L11143=localhost:143,L127.0.0.1:2525=a:25,D1080=,R1=b:2'
  const ways = [pop3, 'imap ::1 11143 localhost 143', 'smtp 127.0.0.1 2525 a 25']
  const session = (head: string): string =>
    [
      head,
      '',
      '[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\Default%20Settings]',
      '"HostName"=""',
      '[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\My%20m%C3%A4il]',
      '"HostName"="bob@mail.example.org"',
      '"PortNumber"=dword:000008ae',
      '"Protocol"="ssh"',
      '"Compression"=dword:00000001',
      '"PublicKeyFile"="C:\\\\Users\\\\bob\\\\k.ppk"',
      `"PortForwardings"="${forwardings}"`,
      '"ProxyMethod"=dword:00000005',
      '"ProxyPassword"="geheim"',
      '[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\SshHostKeys]',
      '"HostName"="elsewhere"',
    ].join('\r\n')

  test.each(['\uFEFFWindows Registry Editor Version 5.00', 'REGEDIT4'])('is read from an export that begins with %s', (head) => {
    const account = only(session(head))
    expect(account).toMatchObject({
      source: 'putty',
      name: 'My mäil',
      host: 'mail.example.org',
      user: 'bob',
      port: 2222,
      compression: true,
      identityFile: 'C:\\Users\\bob\\k.ppk',
    })
    expect(waysOf(account)).toEqual(ways)
    expect(reasonsOf(account)).toEqual([
      'other-forwarding: D1080=',
      'other-forwarding: R1=b:2',
      'runs-a-program: ProxyMethod=5',
      'secret: ProxyPassword=…',
    ])
  })

  test('is read from a file of Unix, which is named after the session', () => {
    const text = `HostName=host\nUserName=bob\nPortNumber=22\nProtocol=ssh\nPortForwardings=${forwardings},\n`
    const [account] = readImport(text, { fileName: 'my%20mail' })
    expect(account).toMatchObject({ name: 'my mail', host: 'host', user: 'bob', port: 22 })
    expect(waysOf(account!)).toEqual(ways)
  })

  test('that is not an SSH session is no account', () => {
    expect(() => read('HostName=host\nPortNumber=23\nProtocol=telnet\n')).toThrow(FailureError)
  })
})

test.each([
  ['', 'import-form'],
  ['hello world', 'import-form'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----', 'import-form'],
  ['Host *\n  Port 22', 'import-without-server'],
  ['ssh -V', 'import-without-server'],
  ['poll pop.example.net proto pop3', 'import-without-server'],
  ['x'.repeat(200_001), 'import-too-long'],
] as const)('a text such as %j is refused without a word of it', (text, reason) => {
  expect(() => read(text)).toThrow(new FailureError({ code: 'input-invalid', field: 'import', value: '…', reason }))
})
