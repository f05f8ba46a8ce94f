import type { ChildProcess } from 'node:child_process'
import { Writable } from 'node:stream'

/** Writes each input to the child's descriptor of the same number and closes it; `undefined` is an empty stdin, or no input at all. */
export const feed = (child: ChildProcess, inputs: readonly (string | Uint8Array | undefined)[]): void => {
  for (const [number, input] of inputs.entries()) {
    const stream = child.stdio[number]
    if (!(stream instanceof Writable) || (number !== 0 && input === undefined)) continue
    // A program may end before it has read its whole input.
    stream.on('error', () => undefined)
    stream.end(input)
  }
}
