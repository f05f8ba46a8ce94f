import { lstatSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import type { GuideFile } from '../../../../contract/guide.ts'
import { writing } from '../../../data-folder/file-failure.ts'
import { replaceFile } from '../../../data-folder/replace-file.ts'
import { guideFileMode } from '../../../mail/guides/guide-file-mode.ts'
import type { Cli } from '../cli.ts'
import { categoryExitCodes } from '../exit-code.ts'
import { say } from '../report.ts'

interface FileToWrite extends Pick<GuideFile, 'text' | 'mayHoldSecret'> {
  readonly file: string
  readonly isThere: boolean
}

const isFolder = (target: string): boolean => statSync(target, { throwIfNoEntry: false })?.isDirectory() === true
const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined

/** The file at the end of symbolic links, so that a link stays a link. */
const realFile = (file: string): string => (statSync(file, { throwIfNoEntry: false }) === undefined ? file : realpathSync(file))

const plan = (files: readonly GuideFile[], target: string): readonly FileToWrite[] =>
  files.map(({ name, text, mayHoldSecret }) => {
    const file = isFolder(target) ? path.join(target, name) : target
    return { file, text, mayHoldSecret, isThere: isThere(file) }
  })

/**
 * Writes a guide's files: all of them into an existing folder, or a single one to a file. Each file is written whole or not at all, with
 * its guide's mode. If a file exists, it is replaced only after the person agrees; otherwise no file is written. Throws `file-not-writable`.
 */
export const writeGuideFiles = async (cli: Cli, files: readonly GuideFile[], writeTo: string): Promise<void> => {
  const { t, screen, prompts, endWith } = cli
  const target = path.resolve(writeTo)
  const refuse = (message: string, next: string): void => {
    say(screen, { message, next })
    endWith(categoryExitCodes.usage)
  }
  if (files.length === 0) {
    refuse(t('cli.guide.noFile'), t('cli.guide.noFileNext'))
    return
  }
  if (files.length > 1 && !isFolder(target)) {
    const names = files.map(({ name }) => name).join(', ')
    refuse(t('cli.guide.needsFolder', { files: names }), t('cli.guide.needsFolderNext'))
    return
  }

  const planned = writing(target, () => plan(files, target))
  for (const { file } of planned.filter((one) => one.isThere)) {
    if (prompts === undefined) {
      refuse(t('cli.guide.exists', { file }), t('cli.guide.existsNext'))
      return
    }
    if (!(await prompts.confirm(t('cli.guide.replace', { file })))) {
      screen.err(t('cli.guide.nothingWritten'))
      endWith(categoryExitCodes.usage)
      return
    }
  }
  for (const one of planned) {
    writing(one.file, () => replaceFile(realFile(one.file), one.text, guideFileMode(one)))
    screen.out(t(one.mayHoldSecret ? 'cli.guide.written' : 'cli.guide.writtenForAll', { file: one.file }))
  }
}
