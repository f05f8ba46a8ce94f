import net from 'node:net'

/** A session in a program of Mozilla, by Marionette's protocol: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html */
export interface Marionette {
  /**
   * Runs the body of an async function in the program's main window and returns its result, which must be JSON. `input` is its
   * variable of that name. Rejects with the program's own error.
   */
  readonly run: (body: string, input?: unknown) => Promise<unknown>
  readonly close: () => void
}

type Answer = readonly [type: 1, id: number, error: { readonly message: string } | null, result: unknown]

/** Takes the whole messages, `length:JSON`, off the beginning. */
const takeMessages = (received: Buffer): { readonly messages: readonly unknown[]; readonly rest: Buffer } => {
  const messages: unknown[] = []
  let rest = received
  for (;;) {
    const colon = rest.indexOf(':')
    const end = colon + 1 + Number(rest.subarray(0, Math.max(colon, 0)).toString())
    if (colon < 0 || rest.length < end) return { messages, rest }
    messages.push(JSON.parse(rest.subarray(colon + 1, end).toString()))
    rest = rest.subarray(end)
  }
}

/** Begins a session at Marionette's port, with the rights of the program itself. */
export const openMarionette = async (port: number): Promise<Marionette> => {
  const socket = net.connect(port, '127.0.0.1')
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  let received: Buffer = Buffer.alloc(0)
  socket.on('data', (data) => {
    const { messages, rest } = takeMessages(Buffer.concat([received, data]))
    received = rest
    // The first message is a greeting, and no answer.
    for (const [, id, error, result] of messages.filter((message): message is Answer => Array.isArray(message))) {
      const command = waiting.get(id)
      waiting.delete(id)
      if (error === null) command?.resolve(result)
      else command?.reject(new Error(error.message))
    }
  })
  const end = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  socket.on('error', end)
  socket.on('close', () => end(new Error('the program has closed the session')))

  let last = 0
  const command = (name: string, parameters: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last += 1
      waiting.set(last, { resolve, reject })
      const message = JSON.stringify([0, last, name, parameters])
      socket.write(`${Buffer.byteLength(message)}:${message}`)
    })
  await command('WebDriver:NewSession', {})
  await command('Marionette:SetContext', { value: 'chrome' })
  return {
    run: async (body, input = null) => {
      const script = `const [input, done] = arguments; (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }))`
      const result = await command('WebDriver:ExecuteAsyncScript', { script, args: [input], newSandbox: false })
      const { value } = result as { readonly value: { readonly value?: unknown; readonly error?: string } }
      if (value.error !== undefined) throw new Error(value.error)
      return value.value
    },
    close: () => socket.destroy(),
  }
}
