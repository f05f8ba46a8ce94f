/** What a text of another program does not say itself. All of it may be missing: a text that was pasted comes from anywhere. */
export interface ImportContext {
  /** The absolute folder that `~` and `%d` stand for, in the style of its system: `/home/bob`, `C:\Users\bob`. */
  readonly homeFolder?: string
  /** The person's log-in name on this computer (`%u`). */
  readonly userName?: string
  /** What the file is called, which for PuTTY on Unix is the session's name, percent-encoded. */
  readonly fileName?: string
}
