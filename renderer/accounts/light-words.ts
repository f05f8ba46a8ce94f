import type { Lights } from '../../contract/tunnel-state.ts'
import type { Look } from '../../words/look.ts'
import type { Translate } from '../../words/translate.ts'

export interface Light {
  readonly name: keyof Lights
  readonly look: Exclude<Look, 'wait'>
  readonly words: string
}

const looks = {
  up: 'ok',
  down: 'quiet',
  unknown: 'quiet',
  allowed: 'ok',
  prohibited: 'trouble',
  answers: 'ok',
  refused: 'trouble',
  silent: 'trouble',
  certificate: 'trouble',
} as const satisfies Record<Lights[keyof Lights], Light['look']>

/** The three lights of a forward, in the order of the route. Once the connection is gone, the two behind it are unknown again. */
export const lightsOf = (t: Translate, { ssh, forward, mailServer }: Lights): readonly Light[] => {
  const forwardNow = ssh === 'up' ? forward : 'unknown'
  const mailServerNow = ssh === 'up' ? mailServer : 'unknown'
  return [
    { name: 'ssh', look: looks[ssh], words: t(`accounts.light.ssh.${ssh}`) },
    { name: 'forward', look: looks[forwardNow], words: t(`accounts.light.forward.${forwardNow}`) },
    { name: 'mailServer', look: looks[mailServerNow], words: t(`accounts.light.mailServer.${mailServerNow}`) },
  ]
}
