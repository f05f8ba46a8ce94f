import { isOwnAddress } from './app-address.ts'

/** The sender of a request over Electron's ipc. */
export interface Sender {
  readonly sender: { readonly id: number }
  /** null where the frame has gone or has moved on since it sent. */
  readonly senderFrame: { readonly url: string; readonly parent: object | null } | null
}

/**
 * Whether a request comes from the top frame of our own window, while it shows one of our own files.
 *
 * SECURITY: ipc is open to every page of every window, so each request is checked: another window, a frame inside ours and a foreign page
 * in ours are all refused (Electron's security checklist, 17).
 */
export const isOwnWindow = ({ sender, senderFrame }: Sender, contentsId: number): boolean =>
  sender.id === contentsId && senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url)
