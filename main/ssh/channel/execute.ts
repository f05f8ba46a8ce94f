import type { Client, ClientChannel } from 'ssh2'
import type { Readable } from 'node:stream'
import { FailureError } from '../../../contract/failure.ts'
import type { LossReason } from '../../../contract/reason.ts'
import type { Execution } from '../connection.ts'
import type { ConnectionEnd } from '../transport/connection-end.ts'

export interface ExecuteOptions {
  readonly stdin?: Uint8Array
  readonly timeoutMs?: number
}

const outputLimit = 64 * 1024
const defaultTimeoutMs = 30_000

/**
 * Runs one command (RFC 4254 section 6.5), without a pty. The server chooses the shell that reads it. Rejects with FailureError
 * `key-install-refused` if the server runs no command, or `connection-lost` if no answer comes.
 */
export const execute = async (
  { client, host, onEnd }: { readonly client: Client; readonly host: string; readonly onEnd: ConnectionEnd['onEnd'] },
  command: string,
  { stdin, timeoutMs = defaultTimeoutMs }: ExecuteOptions = {},
): Promise<Execution> =>
  await new Promise<Execution>((resolve, reject) => {
    let channel: ClientChannel | undefined
    const settle = (): void => {
      clearTimeout(timer)
      forget()
    }
    const lost = (reason: LossReason): void => {
      settle()
      channel?.close()
      reject(new FailureError({ code: 'connection-lost', host, ...reason }))
    }
    const timer = setTimeout(() => lost({ reason: 'command-without-end', seconds: timeoutMs / 1000 }), timeoutMs)
    const forget = onEnd(() => lost({ reason: 'ended' }))
    try {
      client.exec(command, (error, opened) => {
        if (error) {
          settle()
          reject(new FailureError({ code: 'key-install-refused', host, reason: 'runs-no-commands' }, { cause: error }))
          return
        }
        channel = opened
        const stdout = collect(opened)
        const stderr = collect(opened.stderr)
        let exitCode: number | undefined
        opened.once('exit', (code: number | null) => {
          exitCode = code ?? undefined
        })
        opened.once('close', () => {
          settle()
          resolve({ exitCode, stdout: stdout(), stderr: stderr() })
        })
        opened.end(stdin)
      })
    } catch {
      lost({ reason: 'ended' })
    }
  })

/** Reads a stream to its end and keeps its first 64 KiB. */
const collect = (stream: Readable): (() => Uint8Array) => {
  const chunks: Buffer[] = []
  let length = 0
  stream.on('data', (chunk: Buffer) => {
    if (length < outputLimit) chunks.push(chunk.subarray(0, outputLimit - length))
    length += chunk.length
  })
  return () => Buffer.concat(chunks)
}
