import { FailureError } from '../../contract/failure.ts'
import { DestinationHostSchema, PortSchema, type LocalForward } from '../../contract/local-forward.ts'
import type { InputReason } from '../../contract/reason.ts'
import { isPresetService, mailPresets, serviceOfPort, type WantedForward } from './presets.ts'

/**
 * Parses the value of `--forward`:
 *
 * - a preset: `pop3`, from a proposed local port to the SSH server's own port 110;
 * - an ssh -L triple (ssh(1)), `[bind_address:]port:host:hostport`: `2003:localhost:110`, `[::1]:2003:[2001:db8::1]:110`;
 * - both: `pop3=11110:localhost:110`, for a service on a port that is not its own;
 * - a preset with a destination alone, `pop3=popserver:110`: the local port is proposed.
 *
 * A triple without a preset gets the service of its destination port. Throws `input-invalid` with the reason `forward-form`,
 * `forward-service`, `forward-loopback`, `forward-host` or `port`.
 */
export const parseForwardArgument = (text: string): WantedForward => {
  const invalid = (reason: InputReason): FailureError =>
    new FailureError({ code: 'input-invalid', field: '--forward', value: text, reason })
  const [, name, way = ''] = /^([a-z0-9]+)(?:=(.+))?$/i.exec(text) ?? [undefined, undefined, text]
  const service = name?.toLowerCase()
  if (service !== undefined && !isPresetService(service)) throw invalid('forward-service')
  if (service !== undefined && way === '')
    return { service, bindAddress: '127.0.0.1', destinationHost: 'localhost', destinationPort: mailPresets[service].port }

  const fields = splitFields(way)
  if (fields === undefined || fields.length < (service === undefined ? 3 : 2) || fields.length > 4) throw invalid('forward-form')
  const [destinationHost = '', destinationPort = ''] = fields.slice(-2)
  const [bindPort, bindAddress = '127.0.0.1'] = fields.slice(0, -2).reverse()
  if (!DestinationHostSchema.safeParse(destinationHost).success) throw invalid('forward-host')
  const port = portOf(destinationPort)
  const local = bindPort === undefined ? undefined : portOf(bindPort)
  if (port === undefined || (bindPort !== undefined && local === undefined)) throw invalid('port')
  const loopback = loopbackOf(bindAddress)
  // SECURITY: the local port leads to the mail server. `*` and 0.0.0.0 would open it to the whole network.
  if (loopback === undefined) throw invalid('forward-loopback')
  return {
    service: service ?? serviceOfPort(port),
    bindAddress: loopback,
    bindPort: local,
    destinationHost,
    destinationPort: port,
  }
}

/** Splits at colons outside brackets and removes the brackets; undefined if a bracket is not closed or is inside a word. */
const splitFields = (way: string): readonly string[] | undefined => {
  // A colon before the first field too, so that the pattern matches an empty first field.
  const all = `:${way}`
  if (!/^(?::(?:\[[^[\]]*\]|[^:[\]]*))*$/.test(all)) return undefined
  return [...all.matchAll(/:(?:\[([^\]]*)\]|([^:]*))/g)].map(([, bracketed, plain]) => bracketed ?? plain ?? '')
}

const portOf = (digits: string): number | undefined =>
  /^\d{1,5}$/.test(digits) ? PortSchema.safeParse(Number(digits)).data : undefined

const loopbackOf = (address: string): LocalForward['bindAddress'] | undefined => {
  if (address === '::1') return '::1'
  return address === '127.0.0.1' || address.toLowerCase() === 'localhost' ? '127.0.0.1' : undefined
}
