import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** Returns the forms of a secret in a file or an argument: plain, base64, base64url, hex. */
export const writtenForms = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret, 'utf8')
  // The last characters of base64 depend on the bytes that follow, so they are cut off.
  const whole = (text: string): string => text.replace(/=+$/, '').slice(0, -2)
  return [secret, whole(bytes.toString('base64')), whole(bytes.toString('base64url')), bytes.toString('hex')]
}

const holds = (content: Buffer, secrets: readonly string[]): boolean =>
  secrets.some((secret) => writtenForms(secret).some((form) => content.includes(form)))

/**
 * Returns the running processes, `pid: command`, with one of `secrets` in their arguments or environment (proc(5)). Only root can read the
 * environments of other users.
 */
export const processesWith = async (secrets: readonly string[]): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = (file: string): Promise<Buffer> => readFile(`/proc/${pid}/${file}`).catch(() => Buffer.alloc(0))
      const [argv, environment] = await Promise.all([read('cmdline'), read('environ')])
      return holds(argv, secrets) || holds(environment, secrets) ? [`${pid}: ${argv.toString('utf8').replaceAll('\0', ' ')}`] : []
    }),
  )
  return found.flat()
}

/** Returns the files under `folder` with one of `secrets` in their content or name. */
export const filesWith = async (folder: string, secrets: readonly string[]): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found = await Promise.all(
    entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const content = entry.isFile() ? await readFile(file) : Buffer.alloc(0)
      return holds(content, secrets) || holds(Buffer.from(entry.name), secrets) ? [file] : []
    }),
  )
  return found.flat()
}
