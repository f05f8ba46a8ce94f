/** Whether Postern starts when the person logs in to this computer. A shell without a program of its own to start cannot offer it. */
export interface LogInItem {
  readonly state: 'on' | 'off' | 'unavailable'
}
