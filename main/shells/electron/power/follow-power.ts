/**
 * Follows the machine's sleep and the lock of its screen. A machine that wakes up has lost its connections without having been told, and
 * often has another network; at the lock it may have slept unseen. On Linux no lock is told: there the desktop keeps notifications back.
 */
export const followPower = ({
  power,
  networkChanged,
  onLock,
}: {
  /** Electron's powerMonitor. */
  readonly power: Pick<NodeJS.EventEmitter, 'on'>
  readonly networkChanged: () => void
  readonly onLock: (isLocked: boolean) => void
}): void => {
  power.on('resume', networkChanged)
  power.on('lock-screen', () => onLock(true))
  power.on('unlock-screen', () => {
    networkChanged()
    onLock(false)
  })
}
