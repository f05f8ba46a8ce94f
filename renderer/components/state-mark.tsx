import type { TunnelState } from '../../contract/tunnel-state.ts'
import './state-mark.css'

export type MarkState = 'idle' | 'connecting' | 'connected' | 'trouble'

/** What the gate shows of a tunnel; one that does not run is idle. */
export const markStateOf = (state: TunnelState | undefined): MarkState => {
  switch (state?.name) {
    case undefined:
    case 'stopped':
    case 'waiting':
      return 'idle'
    case 'connecting':
    case 'retrying':
      return 'connecting'
    case 'connected':
      return 'connected'
    case 'blocked':
      return 'trouble'
  }
}

// An arch on the pixel grid of 20 by 20: open, with a dot, with its leaf shut, with a notch.
const arch = 'M4 17.5V9a6 6 0 0 1 12 0v8.5'

/** The gate: the state of a tunnel as a shape. It always stands beside the word, so it says nothing to a screen reader. */
export const StateMark = ({ state }: { readonly state: MarkState }) => (
  <svg className={`state-mark-mark state-mark-${state}`} width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
    {state === 'connected' && <path d={`${arch}Z`} fill="currentColor" />}
    <path d={arch} fill="none" stroke="currentColor" strokeWidth="2" />
    <path d="M1.5 18h17" stroke="currentColor" strokeWidth="2" />
    {state === 'connecting' && <circle cx="10" cy="11" r="2.5" fill="currentColor" />}
    {state === 'trouble' && <path d="M10 6v5.5M10 13.5V16" stroke="currentColor" strokeWidth="2.5" />}
  </svg>
)
