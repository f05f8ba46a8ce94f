import { invalidInput, portOption } from '../options.ts'

const readPort = portOption('HOST[:PORT]')

/** Reads `host`, `host:port`, `[address]:port` or a bare IPv6 address; the port is 22 where none is named. */
export const readServer = (text: string): { readonly host: string; readonly port: number } => {
  const [, bracketed, bracketedPort] = /^\[([^\]]+)\](?::(.*))?$/.exec(text) ?? []
  if (bracketed !== undefined) return { host: bracketed, port: bracketedPort === undefined ? 22 : readPort(bracketedPort) }
  const [host = '', port, ...others] = text.split(':')
  if (host === '' && others.length === 0) throw invalidInput('HOST[:PORT]', text, 'host')
  if (others.length > 0) return { host: text, port: 22 }
  return { host, port: port === undefined ? 22 : readPort(port) }
}
