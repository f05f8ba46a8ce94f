import type { Socket } from 'node:net'
import type { Language } from '../../../../words/language.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { WindowService } from '../../../window/window-service.ts'

/** What `postern web` starts a window with. The entry of the command gives it: this shell knows no other one. */
export type StartWindow = (options: {
  readonly service: WindowService
  /** 0 takes any free port. */
  readonly port: number
  readonly admitPeer: (socket: Socket) => Promise<boolean>
  readonly language: Language
  readonly t: Translate
}) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>
