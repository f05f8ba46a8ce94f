import { DestinationHostSchema, type LocalForward } from '../../../../contract/local-forward.ts'
import { MailTlsSchema } from '../../../../contract/mail-tls.ts'
import { parseForwardArgument } from '../../../mail/forward-argument.ts'
import { completeForwards } from '../../../mail/presets.ts'
import { invalidInput } from '../options.ts'

/** The edits of `account edit` to forwards, as commander passes them. */
export interface ForwardEdits {
  readonly forward?: readonly string[]
  readonly removeForward?: readonly string[]
  readonly enableForward?: readonly string[]
  readonly disableForward?: readonly string[]
  readonly mailTls?: readonly string[]
  readonly certificateName?: readonly string[]
}

/**
 * Returns the forwards after the edits: removed first, then switched, then added with proposed local ports that are not in `takenPorts`, and then
 * encrypted. Returns the same array without edits. Throws `input-invalid` for an id that no forward has.
 */
export const editForwards = (
  forwards: readonly LocalForward[],
  edits: ForwardEdits,
  takenPorts: ReadonlySet<number>,
): readonly LocalForward[] => {
  const { forward = [], removeForward = [], enableForward = [], disableForward = [], mailTls = [], certificateName = [] } = edits
  const lists = [forward, removeForward, enableForward, disableForward, mailTls, certificateName]
  if (lists.every((list) => list.length === 0)) return forwards
  known(forwards, '--remove-forward', removeForward)
  const left = forwards.filter(({ id }) => !removeForward.includes(id))
  known(left, '--enable-forward', enableForward)
  known(left, '--disable-forward', disableForward)
  const switched = left.map((one) => ({
    ...one,
    enabled: disableForward.includes(one.id) ? false : enableForward.includes(one.id) ? true : one.enabled,
  }))
  const ports = new Set([...takenPorts, ...left.map(({ bindPort }) => bindPort)])
  const all = [...switched, ...completeForwards(forward.map(parseForwardArgument), ports, new Set(left.map(({ id }) => id)))]
  return certificateName.reduce(withCertificateName, mailTls.reduce(withMailTls, all))
}

/** The forwards with `change` in those that `argument` names before its `=`: the one with that id, or else each of that service. */
const changeNamed = (
  forwards: readonly LocalForward[],
  { option, argument }: { readonly option: string; readonly argument: string },
  change: (forward: LocalForward, value: string) => LocalForward,
): readonly LocalForward[] => {
  const at = argument.indexOf('=')
  const name = at === -1 ? argument : argument.slice(0, at)
  const isNamed = forwards.some(({ id }) => id === name)
    ? ({ id }: LocalForward) => id === name
    : ({ service }: LocalForward) => service === name.toLowerCase()
  if (!forwards.some(isNamed)) throw invalidInput(option, name, 'forward-unknown')
  const value = at === -1 ? '' : argument.slice(at + 1)
  return forwards.map((forward) => (isNamed(forward) ? change(forward, value) : forward))
}

const withMailTls = (forwards: readonly LocalForward[], argument: string): readonly LocalForward[] =>
  changeNamed(forwards, { option: '--mail-tls', argument }, (forward, value) => {
    const mode = MailTlsSchema.safeParse(value.toLowerCase())
    if (!mode.success) throw invalidInput('--mail-tls', argument, 'mail-tls')
    return { ...forward, mailTls: mode.data }
  })

const withCertificateName = (forwards: readonly LocalForward[], argument: string): readonly LocalForward[] =>
  changeNamed(forwards, { option: '--certificate-name', argument }, ({ certificateName: _before, ...forward }, value) => {
    if (value === '') return forward
    if (!DestinationHostSchema.safeParse(value).success) throw invalidInput('--certificate-name', argument, 'forward-host')
    return { ...forward, certificateName: value }
  })

const known = (forwards: readonly LocalForward[], option: string, ids: readonly string[]): void => {
  const unknown = ids.find((id) => !forwards.some((forward) => forward.id === id))
  if (unknown !== undefined) throw invalidInput(option, unknown, 'forward-unknown')
}
