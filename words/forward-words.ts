import type { LocalForward } from '../contract/local-forward.ts'
import type { ForwardStatus, Lights, ListenerState } from '../contract/tunnel-state.ts'
import { printable } from './printable.ts'
import type { Look } from './look.ts'
import type { Translate } from './translate.ts'

/** The name of a forward: its label, or its service. */
export const forwardName = (t: Translate, { service, label }: Pick<LocalForward, 'service' | 'label'>): string =>
  label === undefined ? t(`service.${service}`) : printable(label)

/** `127.0.0.1:11110`, `[::1]:11110`. */
export const hostAndPort = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

/** The local end of a forward and its destination: `127.0.0.1:11110 → localhost:110`. */
export const forwardRoute = ({
  bindAddress,
  localPort,
  destination,
}: Pick<ForwardStatus, 'bindAddress' | 'localPort' | 'destination'>): string =>
  `${hostAndPort(bindAddress, localPort)} → ${printable(destination)}`

export const configuredRoute = ({ bindAddress, bindPort, destinationHost, destinationPort }: LocalForward): string =>
  `${hostAndPort(bindAddress, bindPort)} → ${hostAndPort(printable(destinationHost), destinationPort)}`

/** The three lights in one phrase: the first one that is not green, or the last one that is known. */
export const lightsWords = (
  t: Translate,
  listener: ListenerState,
  lights: Lights,
): { readonly look: Look; readonly words: string } => {
  if (listener.name === 'failed') return { look: 'trouble', words: t('lights.notBound') }
  if (lights.ssh === 'down') return { look: 'quiet', words: t('lights.sshDown') }
  if (lights.forward === 'prohibited') return { look: 'trouble', words: t('lights.prohibited') }
  switch (lights.mailServer) {
    case 'answers':
      return { look: 'ok', words: t('lights.answers') }
    case 'refused':
      return { look: 'trouble', words: t('lights.refused') }
    case 'silent':
      return { look: 'trouble', words: t('lights.silent') }
    case 'certificate':
      return { look: 'trouble', words: t('lights.certificate') }
    case 'unknown':
      return { look: 'quiet', words: t(lights.forward === 'allowed' ? 'lights.allowed' : 'lights.sshUp') }
  }
}

/** What is wrong with a mail app that a forward turned away, and the one setting to change; undefined for none. */
export const appFaultWords = (
  t: Translate,
  { appFault, localPort }: Pick<ForwardStatus, 'appFault' | 'localPort'>,
): string | undefined => (appFault === undefined ? undefined : t(`appFault.${appFault}`, { port: localPort }))
