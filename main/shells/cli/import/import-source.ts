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

/** More than any text that `readImport` accepts, in any encoding. */
const maxBytes = 1024 * 1024

/**
 * Reads the accounts for `postern import`: from a file, from stdin (`-`), or from a place that `postern discover` shows. Rejects
 * `input-invalid` if the source cannot be read, or has no account.
 */
export const readImportSource = async (cli: Cli, core: Core, source: string): Promise<readonly ImportedAccount[]> => {
  const context = { homeFolder: homedir(), userName: localUserName() }
  if (source === '-') return readImport(await readStandardInput(cli), context)
  // `discover` knows more than the text of a file: it turns Cygwin's paths into those of Windows, and a registry is no file.
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
  // Printed after the terminal reads keys: a terminal in line mode would take Ctrl+D as the end of stdin.
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

/**
 * Reads typed or pasted lines from a terminal, up to Ctrl+D. The lines are read as keys and not to the end of stdin, which later answers
 * need.
 */
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
