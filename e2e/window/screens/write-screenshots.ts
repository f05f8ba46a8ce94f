import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { missingComponents } from '../../../main/testing/components.ts'
import { mailLabComponents } from '../../../main/testing/mail-lab.ts'
import { closeBrowser, windowComponents } from '../open-window.ts'
import { startScreensHarness } from './screens-harness.ts'
import { photograph } from './photograph.ts'
import { scenes } from './scenes.ts'
import { narrow, openStage } from './stage.ts'

// `npm run screenshots`: every screen and state of the window, in both languages, both themes and both sizes, as PNG;
// with `-- --scene 'the name of one'`, once or more, those of these scenes alone.

const folder = path.resolve(import.meta.dirname, '../../../out/screenshots')
const { values } = parseArgs({ options: { scene: { type: 'string', multiple: true } } })

const write = async (): Promise<void> => {
  const wanted = scenes.filter(({ name }) => values.scene?.includes(name) ?? true)
  if (wanted.length === 0) throw new Error(`the scenes are: ${scenes.map(({ name }) => name).join(', ')}`)
  if (values.scene === undefined) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const harness = await startScreensHarness()
  try {
    for (const language of ['en', 'nl'] as const) {
      const stage = openStage({ harness, language, theme: 'light', size: narrow })
      for (const scene of wanted) {
        console.log(`${language}: ${scene.name}`)
        await stage.play(scene, (state, { page }) =>
          photograph(page, ({ theme, size }) => path.join(folder, `${state}.${language}.${theme}.${size.width}.png`)),
        )
      }
      await stage.close()
    }
  } finally {
    await closeBrowser()
    await harness.stop()
  }
  console.log(`Written to ${path.relative(process.cwd(), folder)}`)
}

const missing = missingComponents([...mailLabComponents, ...windowComponents])
if (missing.length > 0) {
  console.error(`not installed: ${missing.join(', ')}`)
  process.exit(2)
}
await write()
