import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** A secret as it could stand in a file or an argument: plain, base64, base64url, hex. */
export const writtenForms = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret, 'utf8')
  // The last characters of base64 depend on what follows, so they are left off.
  const whole = (text: string): string => text.replace(/=+$/, '').slice(0, -2)
  return [secret, whole(bytes.toString('base64')), whole(bytes.toString('base64url')), bytes.toString('hex')]
}

const holds = (content: Buffer, secrets: readonly string[]): boolean =>
  secrets.some((secret) => writtenForms(secret).some((form) => content.includes(form)))

/**
 * The processes of this machine, `pid: command`, in whose arguments or environment one of `secrets` stands right now (proc(5)). Others'
 * environments can be read by root alone.
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

/** The files under `folder` in which one of `secrets` stands, by content or by name. */
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
