import { open, readFile, type FileHandle } from 'node:fs/promises'

/** How often a secret stands in the memory of a process, by its form. */
export interface Copies {
  /** The bytes themselves. */
  readonly raw: number
  readonly hex: number
  /** base64 or base64url, at any place of a longer text, also one that is broken into lines. */
  readonly base64: number
}

const pieceBytes = 4 * 1024 * 1024

/** The parts of a process's memory that it can write to (proc(5)); the kernel's own pages are left out. */
const writableParts = async (pid: number): Promise<readonly (readonly [from: number, to: number])[]> =>
  (await readFile(`/proc/${pid}/maps`, 'utf8')).split('\n').flatMap((line) => {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
    return from === undefined || to === undefined || line.endsWith('[vvar]')
      ? []
      : [[parseInt(from, 16), parseInt(to, 16)] as const]
  })

const countIn = (memory: Buffer, form: Buffer): number => {
  let count = 0
  for (let at = memory.indexOf(form); at !== -1; at = memory.indexOf(form, at + form.length)) count += 1
  return count
}

/** Of base64, what does not depend on the bytes around, for each of the three places that a secret can have in groups of three bytes. */
const inBase64 = (secret: Buffer): readonly Buffer[] => {
  const forms = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret]).toString('base64')
    const own = text.slice(before === 0 ? 0 : 4, 4 * Math.floor((before + secret.length) / 3))
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [...new Set(forms)].map((form) => Buffer.from(form))
}

/** A line may end within a secret, and then in its first or in its last 16 characters at most. */
const countInLines = (memory: Buffer, form: Buffer): number =>
  Math.max(countIn(memory, form.subarray(0, 16)), countIn(memory, form.subarray(-16)))

/** The whole part, so that no secret is split; what the kernel shows to nobody is left out at its end. */
const readPart = async (memory: FileHandle, from: number, to: number): Promise<Buffer> => {
  const part = Buffer.alloc(to - from)
  let length = 0
  while (length < part.length) {
    const size = Math.min(pieceBytes, part.length - length)
    const { bytesRead } = await memory.read(part, length, size, from + length).catch(() => ({ bytesRead: 0 }))
    if (bytesRead === 0) break
    length += bytesRead
  }
  return part.subarray(0, length)
}

/** Counts the copies of each secret, of 24 bytes or more, in the memory of a process on Linux. Needs the right to trace it (ptrace(2)). */
export const copiesInMemory = async (pid: number, secrets: readonly Buffer[]): Promise<readonly Copies[]> => {
  const found = secrets.map(() => ({ raw: 0, hex: 0, base64: 0 }))
  const memory = await open(`/proc/${pid}/mem`, 'r')
  try {
    for (const [from, to] of await writableParts(pid)) {
      const read = await readPart(memory, from, to)
      secrets.forEach((secret, index) => {
        const copies = found[index]
        if (copies === undefined) return
        copies.raw += countIn(read, secret)
        copies.hex += countIn(read, Buffer.from(secret.toString('hex')))
        for (const form of inBase64(secret)) copies.base64 += countInLines(read, form)
      })
    }
  } finally {
    await memory.close()
  }
  return found
}
