import type { Prompt } from 'ssh2'
import type { Challenge } from '../connection.ts'
import { boundedPrintable, boundedPrintableLine } from '../printable.ts'

const limits = { title: 200, instructions: 2000, prompt: 500, prompts: 16 }

/** A keyboard-interactive request in a form that is safe to show. Undefined if it has more questions than a person could answer at once. */
export const challengeOf = (name: string, instructions: string, prompts: readonly Prompt[]): Challenge | undefined =>
  prompts.length > limits.prompts
    ? undefined
    : {
        title: boundedPrintableLine(name, limits.title),
        instructions: boundedPrintable(instructions, limits.instructions),
        prompts: prompts.map(({ prompt, echo }) => ({ text: boundedPrintableLine(prompt, limits.prompt), echo: echo === true })),
      }
