import type { MarkState } from '../../words/mark-state.ts'
import './state-mark.css'

// The shapes of assets/tray, on their grid of 16 by 16.
const arch = 'M2 15V7a6 6 0 0 1 12 0v8h-2V7a4 4 0 0 0-8 0v8z'
const brokenArch = 'M2 15V7A6 6 0 0 1 6 1.343V3.536A4 4 0 0 0 4 7v8z M14 15V7A6 6 0 0 0 10 1.343V3.536A4 4 0 0 1 12 7v8z'
const leaf = 'M5 15V8a3 3 0 0 1 6 0v7z'

/** The gate: the state of a tunnel as a shape. It always stands beside the word, so it is hidden from screen readers. */
export const StateMark = ({ state, size = 16 }: { readonly state: MarkState; readonly size?: 16 | 32 }) => (
  <svg className={`state-mark state-mark-${state}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
    <path d={state === 'trouble' ? brokenArch : arch} />
    {state === 'connected' && <path d={leaf} />}
    {state === 'connecting' && <circle cx="8" cy="9" r="2" />}
  </svg>
)
