/**
 * Follows the machine's sleep and the lock of its screen. After sleep its connections are lost without an event, and the network is
 * often another one; a locked machine may have slept unseen. Linux reports no lock: there the desktop holds notifications back.
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
