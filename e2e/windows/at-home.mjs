// Runs in Windows' Node: `at-home.mjs HOME SCRIPT [ARG…]` runs a script as if HOME were the person's profile folder, so that no run finds
// files of another run in the profile of this machine.
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const [home, script] = process.argv.splice(2, 2)
process.env['USERPROFILE'] = home
process.env['APPDATA'] = path.join(home, 'AppData', 'Roaming')
process.argv[1] = script
await import(pathToFileURL(script).href)
