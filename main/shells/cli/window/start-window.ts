import type { Socket } from 'node:net'
import type { Language } from '../../../../words/language.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { WindowService } from '../../../window/window-service.ts'

/** Starts the window of `postern web`. The entry of the command passes it in, since this shell may not import another one. */
export type StartWindow = (options: {
  readonly service: WindowService
  /** 0 takes any free port. */
  readonly port: number
  readonly admitPeer: (socket: Socket) => boolean
  readonly language: Language
  readonly t: Translate
}) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>
