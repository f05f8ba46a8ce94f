import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePorts } from '../../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { posternCommand } from '../../main/testing/postern-command.ts'
import { makeTemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { haveKeyOnServer, mailServices, walkFirstJourney, type JourneyHarness } from '../window/first-journey.ts'
import { personAt } from '../window/person.ts'
import { launchPostern, type LaunchedPostern } from './launch-postern.ts'

// A person's first journey in the window, in a real Electron, with a real sshd and real mail servers. The other journeys run in a browser
// (e2e/window), because the page is the same.

describeWith([...mailLabComponents, 'swaks', 'fetchmail'], 'a person at the window in Electron', () => {
  let lab: MailLab
  let harness: JourneyHarness
  let postern: LaunchedPostern | undefined

  beforeAll(async () => {
    lab = await startMailLab()
  })
  afterAll(() => lab.stop())
  beforeEach(async () => {
    const folder = await makeTemporaryFolder('e2e-electron', { shared: true })
    harness = { lab, folder: folder.path, local: await freePorts(...mailServices), undo: [folder.remove] }
    await haveKeyOnServer(posternCommand(path.join(folder.path, 'data'), { HOME: folder.path, SSH_AUTH_SOCK: undefined }), harness)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && postern !== undefined) {
      // A hidden window cannot be photographed.
      await postern.page.screenshot({ path: `out/e2e/electron ${task.name}.png`, timeout: 5000 }).catch(() => undefined)
      console.log(await readFile(path.join(postern.dataDir, 'logs/postern.log'), 'utf8'), lab.sshd.log())
    }
    await postern?.close()
    postern = undefined
    for (const end of harness.undo.splice(0).reverse()) await end()
  })

  const open = async (language: 'en' | 'nl'): Promise<LaunchedPostern> => {
    postern = await launchPostern({ folder: harness.folder, language })
    return postern
  }

  test.each(['en', 'nl'] as const)(
    'adds an account, trusts its server, types the passphrase, and sees the traffic of their mail (%s)',
    async (language) => {
      const { page } = await open(language)
      const errors: Error[] = []
      page.on('pageerror', (error) => errors.push(error))
      await walkFirstJourney(personAt(page, language), harness)
      expect(errors).toEqual([])
    },
    120_000,
  )
})
