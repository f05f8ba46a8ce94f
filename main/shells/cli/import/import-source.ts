import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { ImportedAccount } from '../../../../contract/imported-account.ts'
import { readImport } from '../../../accounts/import/read-import.ts'
import type { Core } from '../../../core.ts'
import { localUserName } from '../../../discover/local-user-name.ts'
import type { Cli } from '../cli.ts'
import { decodeText } from '../../../../words/decode-text.ts'
import { invalidInput } from '../options.ts'
import { PromptInterrupted } from '../ask/prompts.ts'

/** More than any text that `readImport` takes, in whatever encoding. */
const maxBytes = 1024 * 1024

/**
 * The accounts that `postern import` is given: in a file, on stdin (`-`), or in a place that `postern discover` shows. Rejects `input-invalid`
 * where it cannot be read, or where nothing of it is understood.
 */
export const readImportSource = async (cli: Cli, core: Core, source: string): Promise<readonly ImportedAccount[]> => {
  const context = { homeFolder: homedir(), userName: localUserName() }
  if (source === '-') return readImport(await readStandardInput(cli), context)
  // What was found knows more than its text says: Cygwin's paths become those of Windows, and a registry is no file.
  const found = (await core.discover()).find(({ place }) => place === source || place === path.resolve(source))
  if (found !== undefined && found.accounts.length > 0) return found.accounts
  return readImport(await readTextFile(source), { ...context, fileName: path.basename(source) })
}

const readTextFile = async (file: string): Promise<string> => {
  const facts = await stat(file).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw invalidInput('file', file, isMissing ? 'file-missing' : 'file-unreadable')
  })
  if (!facts.isFile()) throw invalidInput('file', file, 'not-a-file')
  if (facts.size > maxBytes) throw invalidInput('file', file, 'import-too-long')
  return decodeText(
    await readFile(file).catch(() => {
      throw invalidInput('file', file, 'file-unreadable')
    }),
  )
}

const readStandardInput = async ({ t, prompts, screen }: Cli): Promise<string> => {
  if (prompts === undefined) return decodeText(await readToEnd(process.stdin))
  const lines = readLines()
  // When keys are read already: a terminal that still edits lines would take Ctrl+D for the end of stdin.
  screen.err(t('cli.import.paste'))
  return lines
}

const readToEnd = async (stream: AsyncIterable<Buffer | string>): Promise<Uint8Array> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    if (length > maxBytes) throw invalidInput('file', '-', 'import-too-long')
  }
  return Buffer.concat(chunks)
}

/** What is typed or pasted at a terminal, up to Ctrl+D. Read as keys and not to the end of stdin, which is still needed for answers. */
const readLines = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const lines: string[] = []
    const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: true, prompt: '' })
    terminal.on('line', (line) => lines.push(line))
    terminal.on('SIGINT', () => {
      reject(new PromptInterrupted())
      terminal.close()
    })
    terminal.on('close', () => resolve(lines.join('\n')))
  })
