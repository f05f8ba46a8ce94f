import type { Page, WebSocketRoute } from '@playwright/test'
import { z } from 'zod'
import type { BridgeMessage } from '../../contract/bridge.ts'
import type { WindowEventName, WindowEvents } from '../../contract/events.ts'
import type { Outcome } from '../../contract/postern-api.ts'
import type { RequestAnswer, RequestName } from '../../contract/requests.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'

type Pretended = { readonly [Name in RequestName]?: Outcome<RequestAnswer<Name>> }

export interface Pretence {
  /** Sends the window an event, like Postern. */
  readonly tell: <Name extends WindowEventName>(name: Name, payload: WindowEvents[Name]) => void
  /** Passes on the held answers and all later ones. */
  readonly release: () => void
}

const RequestSchema = z.object({ id: z.number(), name: z.string() })

/**
 * Changes messages between a window and its Postern from the next load of the page on, for states that this computer does not have: a
 * desktop without a tray, a newer version, no network. Other messages pass unchanged.
 */
export const pretend = async (
  page: Page,
  {
    outcomes = {},
    tunnel = (status) => status,
    held,
  }: {
    readonly outcomes?: Pretended
    readonly tunnel?: (status: TunnelStatus) => TunnelStatus
    /** The request whose answers are held until `release`, to simulate a slow Postern or disk. */
    readonly held?: RequestName
  },
): Promise<Pretence> => {
  let window: WebSocketRoute | undefined
  let holding = held
  const kept: string[] = []
  const changed = (message: BridgeMessage, name: string | undefined): BridgeMessage => {
    if ('event' in message)
      return message.event === 'TunnelsChanged'
        ? { ...message, payload: (message.payload as readonly TunnelStatus[]).map(tunnel) }
        : message
    const pretended = outcomes[name as RequestName]
    if (pretended !== undefined) return { ...message, outcome: pretended }
    const { outcome } = message
    return name === 'listTunnels' && outcome.ok
      ? { ...message, outcome: { ...outcome, answer: (outcome.answer as readonly TunnelStatus[]).map(tunnel) } }
      : message
  }
  await page.routeWebSocket(/\/bridge$/, (socket) => {
    window = socket
    const postern = socket.connectToServer()
    const names = new Map<number, string>()
    socket.onMessage((text) => {
      const { id, name } = RequestSchema.parse(JSON.parse(String(text)))
      names.set(id, name)
      postern.send(text)
    })
    postern.onMessage((text) => {
      const message = JSON.parse(String(text)) as BridgeMessage
      const name = 'id' in message ? names.get(message.id) : undefined
      const sent = JSON.stringify(changed(message, name))
      if (name !== undefined && name === holding) kept.push(sent)
      else socket.send(sent)
    })
  })
  await page.reload()
  return {
    tell: (event, payload) => window?.send(JSON.stringify({ event, payload } satisfies BridgeMessage)),
    release: () => {
      holding = undefined
      for (const sent of kept.splice(0)) window?.send(sent)
    },
  }
}
