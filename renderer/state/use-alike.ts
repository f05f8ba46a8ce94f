import { useRef } from 'react'

/**
 * `select`, but what it gives is the same object for as long as it says the same. Main tells whole lists, parsed anew each time; a row that
 * shows one entry of them is then redrawn only when that entry has changed. For values that JSON can carry.
 */
export const useAlike = <Input, Part>(select: (input: Input) => Part): ((input: Input) => Part) => {
  const last = useRef<{ readonly told: Part; readonly kept: Part; readonly text: string }>(undefined)
  return (input) => {
    const told = select(input)
    const before = last.current
    if (before !== undefined && Object.is(before.told, told)) return before.kept
    // What is not there has no text to compare.
    if (told === undefined) return told
    const text = JSON.stringify(told)
    if (before?.text === text) {
      last.current = { ...before, told }
      return before.kept
    }
    last.current = { told, kept: told, text }
    return told
  }
}
