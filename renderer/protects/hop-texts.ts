import type { About } from '../../contract/about.ts'
import type { Translate } from '../../words/translate.ts'
import type { LastHop, Hop } from './hops.ts'

export interface HopText {
  /** The protections of the hop. */
  readonly protects: readonly string[]
  /** The risk that remains on the hop. */
  readonly leaves: string
}

export interface HopTextValues {
  readonly tellsOwners: About['tellsOwners']
  /** Whether the hop ends at the account's own SSH server, and not at a jump host. */
  readonly isToSshServer: boolean
}

/** The text of a hop that all forwards share. Undefined for the hop to the mail servers. */
export const hopText = (
  t: Translate,
  { kind, to }: Pick<Hop, 'kind' | 'to'>,
  { tellsOwners, isToSshServer }: HopTextValues,
): HopText | undefined => {
  const values = { host: to.detail ?? to.name }
  switch (kind) {
    case 'inComputer': {
      const protects = t('protects.inComputer.protects')
      return tellsOwners
        ? { protects: [protects, t('protects.inComputer.turnedAway')], leaves: t('protects.inComputer.leaves') }
        : { protects: [protects], leaves: t('protects.inComputer.leavesUsers') }
    }
    case 'ssh':
      return {
        protects: [t('protects.ssh.protects', values)],
        leaves: isToSshServer ? t('protects.ssh.leaves', values) : t('protects.sshToJump.leaves', values),
      }
    case 'sshThroughJump':
      return {
        protects: [t('protects.sshThroughJump.protects', values)],
        leaves: isToSshServer ? t('protects.sshThroughJump.leaves', values) : t('protects.sshToJump.leaves', values),
      }
    case 'toMailServer':
      return undefined
    case 'beyond':
      return { protects: [t('protects.beyond.protects')], leaves: t('protects.beyond.leaves') }
  }
}

/** The text of the hop from the SSH server to the mail servers of one kind. */
export const lastHopText = (t: Translate, { kind, destinations }: LastHop, values: { readonly host: string }): HopText => {
  const all = { ...values, destinations: destinations.join(', ') }
  return { protects: [t(`protects.${kind}.protects`, all)], leaves: t(`protects.${kind}.leaves`, all) }
}
