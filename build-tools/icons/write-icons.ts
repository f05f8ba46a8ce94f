import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { iconSet } from './icon-set.ts'
import { renderIcon } from './render-icon.ts'

/** `npm run icons`: renders every icon from the drawings in assets/ into out/icons. Only the drawings are kept in git. */
const project = path.join(import.meta.dirname, '../..')
const target = path.join(project, 'out/icons')

for (const folder of ['app', 'tray', 'overlay']) await mkdir(path.join(target, folder), { recursive: true })
for (const icon of iconSet) {
  const svg = await readFile(path.join(project, 'assets', icon.drawing), 'utf8')
  await writeFile(path.join(target, icon.file), await renderIcon(icon, svg))
}
