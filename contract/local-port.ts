import type { Failure } from './failure.ts'

/** Whether a local port can be had: what stands in the way is another forward, another program, or the OS. */
export type LocalPortCheck =
  | { readonly free: true }
  | { readonly free: false; readonly failure: Failure; /** One that can be had. */ readonly suggestion: number }
