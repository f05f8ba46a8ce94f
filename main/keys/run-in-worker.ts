import { Worker, type Transferable } from 'node:worker_threads'

/** A secret in memory of its own, not in Node's pool for small buffers, so that it can be moved to a thread and wiped there. */
export const movableBytes = (secret: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(Buffer.byteLength(secret, 'utf8'))
  new TextEncoder().encodeInto(secret, bytes)
  return bytes
}

/**
 * Runs `source`, CommonJS that posts one answer, in a thread of its own, so that it does not block the tunnels of this process. The source
 * is a string of a few lines, not a file, because Vitest, tsx, the built bundle and Electron's asar find a worker's file in four different
 * ways. `job` has the path of the package that it needs; of it, `moved` is moved to the thread, all else copied. Rejects when the thread throws or needs longer than `timeoutMs`.
 */
export const runInWorker = async (
  source: string,
  job: unknown,
  { timeoutMs, moved }: { readonly timeoutMs: number; readonly moved: readonly Transferable[] },
): Promise<unknown> => {
  // An empty execArgv keeps the loaders of tsx and Vitest out of the thread; an empty env keeps NODE_OPTIONS out of it.
  const worker = new Worker(source, { eval: true, workerData: job, transferList: [...moved], execArgv: [], env: {} })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<unknown>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${timeoutMs} ms`))
      }, timeoutMs)
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => {
        reject(new Error(`the thread ended with code ${code}`))
      })
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
