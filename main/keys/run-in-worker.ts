import { Worker } from 'node:worker_threads'

/**
 * Runs `source`, CommonJS that posts one answer, in a thread of its own, so that the tunnels of this process go on meanwhile. The
 * source is a string and not a file of its own because it must run alike under Vitest, tsx, the built bundle and Electron's asar,
 * and those find a worker's file in four different ways; it is kept to a few lines, and what it needs is a package whose place is
 * handed over in `job`. Rejects when the thread throws or takes longer than `timeoutMs`.
 */
export const runInWorker = async (source: string, job: unknown, timeoutMs: number): Promise<unknown> => {
  // An empty execArgv keeps the loaders of tsx and Vitest out of the thread; an empty env keeps NODE_OPTIONS out of it.
  const worker = new Worker(source, { eval: true, workerData: job, execArgv: [], env: {} })
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
