/** The command that starts this program again: the executable, and the arguments before the command's own. */
export interface OwnProgram {
  readonly program: string
  readonly args: readonly string[]
}
