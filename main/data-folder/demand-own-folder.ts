import { lstatSync, type Stats } from 'node:fs'
import path from 'node:path'
import { FailureError } from '../../contract/failure.ts'
import { writing } from './file-failure.ts'

/** The files and folders that Postern itself uses. Electron makes links of its own beside them. */
const ownNames = ['settings.json', 'known_hosts', 'traffic.json', 'keys', 'run', 'logs']

/**
 * SECURITY: throws FailureError if the data folder is not the person's alone. Another user who owned it or could write in it would choose
 * the trusted host keys and the servers that get passwords, and a link would make Postern write elsewhere. A missing folder is made later,
 * as the person's own. Others may read a folder that they cannot write in, because every file in it is 0600.
 *
 * On Windows neither owner nor mode is checked: %APPDATA% lets only the person and administrators in, and a POSTERN_DATA_DIR elsewhere has
 * the rights of the folder around it.
 */
export const demandOwnFolder = (folder: string, { uid = process.getuid?.() }: { readonly uid?: number | undefined } = {}): void => {
  const stat = statOf(folder)
  if (stat === undefined) return
  demandNoLink(folder, stat)
  if (uid === undefined) return
  if (stat.uid !== uid) throw new FailureError({ code: 'data-folder-of-another', file: folder })
  if ((stat.mode & 0o022) !== 0) throw new FailureError({ code: 'data-folder-open-to-others', file: folder })
  for (const name of ownNames) {
    const file = path.join(folder, name)
    const entry = statOf(file)
    if (entry === undefined) continue
    demandNoLink(file, entry)
    if (entry.uid !== uid) throw new FailureError({ code: 'data-folder-of-another', file })
  }
}

const statOf = (file: string): Stats | undefined => writing(file, () => lstatSync(file, { throwIfNoEntry: false }))

const demandNoLink = (file: string, stat: Stats): void => {
  if (stat.isSymbolicLink()) throw new FailureError({ code: 'data-folder-has-link', file })
}
