/** Facts around an imported text that it does not contain itself. Each may be missing, because a pasted text may come from any computer. */
export interface ImportContext {
  /** The absolute folder that `~` and `%d` stand for, in the style of its system: `/home/bob`, `C:\Users\bob`. */
  readonly homeFolder?: string
  /** The person's log-in name on this computer (`%u`). */
  readonly userName?: string
  /** The file's name. PuTTY on Unix names the file after the session, percent-encoded. */
  readonly fileName?: string
}
