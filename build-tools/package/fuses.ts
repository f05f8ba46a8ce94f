import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { FuseState } from '@electron/fuses/dist/constants.js'

/** The wanted value of each fuse of a packaged Postern. electron-builder.yml sets them, with the reasons. */
export const wantedFuses = {
  RunAsNode: false,
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
} as const satisfies Record<keyof typeof FuseV1Options, boolean>

type Fuse = keyof typeof wantedFuses
const fuses = Object.keys(wantedFuses) as readonly Fuse[]

const words = new Map<FuseState | undefined, string>([
  [FuseState.ENABLE, 'on'],
  [FuseState.DISABLE, 'off'],
  [FuseState.REMOVED, 'removed'],
  [FuseState.INHERIT, 'as it was'],
])

/**
 * Reads the fuses of `program` (an executable, or a .app of macOS) back. Returns a line for each fuse without its wanted value; an empty
 * list if all are right.
 *
 * @throws Error when the file holds no fuses at all, as an Electron before 12.
 */
export const wrongFuses = async (program: string): Promise<readonly string[]> => {
  const wire = await getCurrentFuseWire(program)
  return fuses.flatMap((fuse) => {
    const wanted = wantedFuses[fuse]
    const state = wire[FuseV1Options[fuse]]
    if (state === (wanted ? FuseState.ENABLE : FuseState.DISABLE)) return []
    return [`${fuse} is ${words.get(state) ?? 'not there'}, and is to be ${wanted ? 'on' : 'off'}`]
  })
}
