import type { ImportedAccount, ImportedForward } from '../../../contract/imported-account.ts'
import { importForward } from './import-forward.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import { makeImportedAccount, type Written } from './make-imported-account.ts'

/** A saved session of PuTTY, from the registry or a file. */
export interface PuttySession {
  /** Decoded, as PuTTY shows it. */
  readonly name: string
  /** `HostName`, `PortNumber` …; numbers are in decimal digits. */
  readonly settings: ReadonlyMap<string, string>
}

/** Decodes the percent-encoded bytes in PuTTY's names of sessions and files (PuTTY's windows/storage.c and unix/storage.c). */
export const decodePuttyName = (name: string): string => {
  const bytes = Buffer.from(
    name.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  const isAscii = /^\p{ASCII}*$/u.test(name)
  // On Unix the bytes are UTF-8; on Windows they are of a code page that the file does not name.
  const decoded = isAscii ? bytes.toString('utf8') : name
  return decoded.includes('\uFFFD') ? bytes.toString('latin1') : decoded
}

/**
 * A session file of PuTTY on Unix (~/.putty/sessions/NAME): `Key=value`, one on each line. `fileName` is NAME as it stands on disk; without
 * it the session has no name.
 */
export const readSessionFile = (text: string, fileName = ''): PuttySession => ({
  name: decodePuttyName(fileName),
  settings: new Map(
    text.split(/\r\n|\r|\n/).flatMap((line): [string, string][] => {
      const at = line.indexOf('=')
      return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1)]]
    }),
  ),
})

/** Returns the account of a session; undefined if it is not an SSH session or, like PuTTY's `Default Settings`, names no server. */
export const readPuttySession = ({ name, settings }: PuttySession): ImportedAccount | undefined => {
  const setting = (key: string): string | undefined => nonEmpty(settings.get(key))
  const written = (key: string, value = setting(key)): Written | undefined =>
    value === undefined ? undefined : { value, text: `${key}=${value}` }
  const host = setting('HostName')
  if (host === undefined || !/^ssh$/i.test(setting('Protocol') ?? 'ssh')) return undefined
  const at = host.lastIndexOf('@')
  const { forwards, left } = readForwards(setting('PortForwardings') ?? '')
  return makeImportedAccount({
    source: 'putty',
    names: [name, host.slice(at + 1)],
    host: written('HostName', host.slice(at + 1)),
    port: written('PortNumber'),
    user: written('UserName', at > 0 ? host.slice(0, at) : undefined) ?? written('UserName'),
    compression: switchOf(setting('Compression')),
    identityFile: written('PublicKeyFile'),
    forwards,
    leftOut: [...left, ...otherSettings(settings)],
  })
}

const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value)
const switchOf = (value: string | undefined): boolean | undefined => (value === undefined ? undefined : value !== '0')

/** `L11110=popserver:110,4L127.0.0.1:11143=popserver:143,D1080=` (PuTTY's settings.c, "PortForwardings"). */
const readForwards = (text: string): { readonly forwards: readonly ImportedForward[]; readonly left: readonly LeftOut[] } => {
  const forwards: ImportedForward[] = []
  const left: LeftOut[] = []
  for (const entry of text.split(',').filter((one) => one.trim() !== '')) {
    const [, family, direction, source = '', destination = ''] = /^\s*([46]?)([A-Z])([^=]*)(?:=(.*))?$/s.exec(entry) ?? []
    if (direction !== 'L') {
      left.push(leftOut(entry, direction === 'R' || direction === 'D' ? 'other-forwarding' : 'not-understood'))
      continue
    }
    const listener = family === '6' && /^\d+$/.test(source) ? `[::1]:${source}` : source
    const forward = importForward(`${listener}:${destination}`)
    if (typeof forward === 'string') left.push(leftOut(entry, forward))
    else forwards.push(forward)
  }
  return { forwards, left }
}

const isSet = (value: string): boolean => value !== '' && value !== '0'

/** The other settings that affect a connection. The hundreds for colours, bells and fonts are not listed. */
const otherSettings = (settings: ReadonlyMap<string, string>): readonly LeftOut[] => {
  const left: LeftOut[] = []
  const leaveOut = (key: string, reason: LeftOut['reason']): void => {
    const value = settings.get(key) ?? ''
    if (isSet(value)) left.push(leftOut(`${key}=${value}`, reason))
  }
  // 5 is a local program (ProxyTelnetCommand), 6 to 8 are SSH to another host; the rest are SOCKS, HTTP and Telnet.
  const method = settings.get('ProxyMethod') ?? ''
  const proxy = [`ProxyMethod=${method}`, nonEmpty(settings.get('ProxyHost'))].filter((part) => part !== undefined).join(' ')
  if (isSet(method))
    left.push(leftOut(proxy, method === '5' ? 'runs-a-program' : /^[678]$/.test(method) ? 'jump-host' : 'not-understood'))
  // SECURITY: its value is another server's password.
  if (isSet(settings.get('ProxyPassword') ?? '')) left.push(leftOut('ProxyPassword=…', 'secret'))
  leaveOut('RemoteCommand', 'runs-a-program')
  leaveOut('X11Forward', 'other-forwarding')
  leaveOut('AgentFwd', 'other-forwarding')
  leaveOut('LocalPortAcceptAll', 'not-loopback')
  leaveOut('PingIntervalSecs', 'not-needed')
  leaveOut('PingInterval', 'not-needed')
  leaveOut('TCPKeepalives', 'not-needed')
  return left
}
