import type { LocalForward } from '../../../../contract/local-forward.ts'
import { parseForwardArgument } from '../../../mail/forward-argument.ts'
import { completeForwards } from '../../../mail/presets.ts'
import { invalidInput } from '../options.ts'

/** The edits of `account edit` to forwards, as commander passes them. */
export interface ForwardEdits {
  readonly forward?: readonly string[]
  readonly removeForward?: readonly string[]
  readonly enableForward?: readonly string[]
  readonly disableForward?: readonly string[]
}

/**
 * Returns the forwards after the edits: removed first, then switched, then added with proposed local ports that are not in `takenPorts`.
 * Returns the same array without edits. Throws `input-invalid` for an id that no forward has.
 */
export const editForwards = (
  forwards: readonly LocalForward[],
  edits: ForwardEdits,
  takenPorts: ReadonlySet<number>,
): readonly LocalForward[] => {
  const { forward = [], removeForward = [], enableForward = [], disableForward = [] } = edits
  if ([forward, removeForward, enableForward, disableForward].every((list) => list.length === 0)) return forwards
  known(forwards, '--remove-forward', removeForward)
  const left = forwards.filter(({ id }) => !removeForward.includes(id))
  known(left, '--enable-forward', enableForward)
  known(left, '--disable-forward', disableForward)
  const switched = left.map((one) => ({
    ...one,
    enabled: disableForward.includes(one.id) ? false : enableForward.includes(one.id) ? true : one.enabled,
  }))
  const ports = new Set([...takenPorts, ...left.map(({ bindPort }) => bindPort)])
  return [...switched, ...completeForwards(forward.map(parseForwardArgument), ports, new Set(left.map(({ id }) => id)))]
}

const known = (forwards: readonly LocalForward[], option: string, ids: readonly string[]): void => {
  const unknown = ids.find((id) => !forwards.some((forward) => forward.id === id))
  if (unknown !== undefined) throw invalidInput(option, unknown, 'forward-unknown')
}
