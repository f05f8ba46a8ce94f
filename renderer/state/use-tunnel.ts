import { useRef } from 'react'
import type { Account } from '../../contract/account.ts'
import type { ForwardTraffic } from '../../contract/traffic.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import { useWindowState } from './window-state.ts'

/**
 * `select`, with the same object as its result until that object's content changes. Main sends whole lists, which are parsed anew each time:
 * so a row with one entry is redrawn only when the entry has changed. For JSON values only.
 */
const useStable = <Input, Part>(select: (input: Input) => Part): ((input: Input) => Part) => {
  const last = useRef<{ readonly selected: Part; readonly kept: Part; readonly text: string }>(undefined)
  return (input) => {
    const selected = select(input)
    const before = last.current
    if (before !== undefined && Object.is(before.selected, selected)) return before.kept
    // Undefined has no text to compare.
    if (selected === undefined) return selected
    const text = JSON.stringify(selected)
    if (before?.text === text) {
      last.current = { ...before, selected }
      return before.kept
    }
    last.current = { selected, kept: selected, text }
    return selected
  }
}

/** The account, or undefined if it does not exist any more. */
export const useAccount = (accountId: string): Account | undefined =>
  useWindowState(useStable(({ accounts }) => accounts.find(({ id }) => id === accountId)))

/** A part of the account's tunnel; redraws only when that part changes. */
export const useTunnel = <Part>(accountId: string, part: (tunnel: TunnelStatus | undefined) => Part): Part =>
  useWindowState(useStable(({ tunnels }) => part(tunnels.find((tunnel) => tunnel.accountId === accountId))))

/** The traffic of a forward over time, or undefined if there never was any. */
export const useForwardTraffic = (accountId: string, forwardId: string): ForwardTraffic | undefined =>
  useWindowState(
    useStable(({ traffic }) => traffic.find((entry) => entry.accountId === accountId && entry.forwardId === forwardId)),
  )
