import type { Failure } from './failure.ts'

/** Whether a local port can be bound. The failure names another forward, another program, or the OS's reason. */
export type LocalPortCheck =
  { readonly free: true } | { readonly free: false; readonly failure: Failure; /** A free port. */ readonly suggestion: number }
