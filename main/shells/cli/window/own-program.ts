/** How this very program is started again: the executable, and the arguments that come before a command's own. */
export interface OwnProgram {
  readonly program: string
  readonly args: readonly string[]
}
