import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { SENTINEL } from '@electron/fuses/dist/constants.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { productionFolders } from '../build-tools/licences/package-folders.ts'
import { freePort } from '../main/testing/free-port.ts'
import { runProgram } from '../main/testing/run-program.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'

// The output of `npm run dist -- --dir`: the real application with the real configuration. Only Electron is a fake, a file with the marker
// of its fuses, so that the test runs on every machine; e2e/electron/packaged.spec.ts starts a packaged application in a real Electron.

const project = path.join(import.meta.dirname, '..')
const languages = ['de', 'en-GB', 'en-US', 'fr', 'nl']
const updateUrl = 'https://updates.example.org/postern'

/** Production packages that only compilers read, or that ssh2 would compile. */
const leftOut = /^(@types\/.+|typescript|undici-types|type-fest|tagged-tag|cpu-features|nan|buildcheck)$/

let folder: TemporaryFolder
let packaged: string
/** The paths in the archive, without the `/` at their beginning. */
let files: readonly string[]

const writeElectron = async (at: string): Promise<void> => {
  await mkdir(path.join(at, 'locales'), { recursive: true })
  for (const language of languages) await writeFile(path.join(at, 'locales', `${language}.pak`), '')
  const wire = Buffer.from('10110001')
  await writeFile(path.join(at, 'electron'), Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, wire.length]), wire]), {
    mode: 0o755,
  })
  await writeFile(path.join(at, 'LICENSE'), 'of Electron')
  await writeFile(path.join(at, 'LICENSES.chromium.html'), 'of Chromium')
}

const dist = async (options: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  await runProgram(process.execPath, ['--import', 'tsx', 'build-tools/package/dist.ts', ...options], {
    env: { ...process.env, ...env },
    timeoutMs: 180_000,
  })

beforeAll(async () => {
  folder = await makeTemporaryFolder('package')
  const electron = path.join(folder.path, 'electron')
  await writeElectron(electron)
  const output = path.join(folder.path, 'dist')
  const { code, stdout, stderr } = await dist(
    ['--linux', '--dir', `-c.electronDist=${electron}`, `-c.directories.output=${output}`],
    { POSTERN_UPDATE_URL: updateUrl },
  )
  expect(code, stderr + stdout).toBe(0)
  expect(stdout).toContain('every fuse stands as it should')
  packaged = path.join(output, 'linux-unpacked')
  extractAll(path.join(packaged, 'resources/app.asar'), path.join(folder.path, 'app'))
  files = listPackage(path.join(packaged, 'resources/app.asar'), { isPack: false }).map((file) => file.replace(/^[\\/]/, ''))
}, 240_000)
afterAll(() => folder.remove())

/** By the package's own name, since electron-builder moves packages to other folders. */
const packageOf = (file: string): string | undefined => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1]
const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort()
const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(path.join(folder.path, 'app', file), 'utf8'))

describe('the archive', () => {
  test('holds the built application, its packages, and nothing else', () => {
    expect(sorted(files.map((file) => file.split('/')[0]!))).toEqual(['LICENSE', 'node_modules', 'out', 'package.json'])
    expect(sorted(files.flatMap((file) => /^out\/([^/]+)$/.exec(file)?.[1] ?? []))).toEqual([
      'icons',
      'main',
      'preload',
      'renderer',
    ])
    expect(files.filter((file) => /^out\/(main|preload)\/[^/]+\.\w+$/.test(file)).sort()).toEqual([
      'out/main/index.js',
      'out/main/licences.json',
      'out/preload/preload.cjs',
    ])
  })

  test('holds every package of production that runs, and no other', () => {
    const production = productionFolders(project).flatMap((at) => packageOf(path.join(at, 'package.json')) ?? [])
    const wanted = production.filter((name) => !leftOut.test(name))
    expect(sorted(files.flatMap((file) => packageOf(file) ?? []))).toEqual(sorted(wanted))
  })

  test('has no development dependency, script or build in its package.json', async () => {
    const manifest = z.record(z.string(), z.unknown()).parse(await read('package.json'))
    expect(manifest['main']).toBe('out/main/index.js')
    for (const field of ['devDependencies', 'scripts', 'build']) expect(manifest, field).not.toHaveProperty(field)
  })

  test('holds no source, test, map, declaration or document', () => {
    const own = files.filter((file) => /\.\w+$/.test(path.basename(file)) && !/^(LICENSE|license|\.)/i.test(path.basename(file)))
    const endings = sorted(own.map((file) => path.extname(file)))
    expect(endings).toEqual(expect.arrayContaining(['.cjs', '.css', '.html', '.js', '.json', '.node', '.png']))
    const strange = own.filter(
      (file) => !/\.(cjs|css|html|ico|js|json|mjs|node|png|svg)$/.test(file) && packageOf(`${file}/package.json`) === undefined,
    )
    expect(strange).toEqual([])
    expect(files.filter((file) => /(^|\/)(__tests__|tests?|specs?|docs?|examples?|benchmarks?)(\/|$)/.test(file))).toEqual([])
    expect(files.filter((file) => /\.(test|spec)\.\w+$/.test(file))).toEqual([])
  })

  test('comes with the licence of every package in it, of Electron and of Chromium', async () => {
    const licences = z.array(z.object({ name: z.string(), text: z.string().min(1) })).parse(await read('out/main/licences.json'))
    const named = new Set(licences.map(({ name }) => name))
    expect(files.flatMap((file) => packageOf(file) ?? []).filter((name) => !named.has(name))).toEqual([])
    expect(named).toContain('electron')
    expect(await readdir(packaged)).toEqual(expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']))
  })
})

describe('beside the archive', () => {
  test("lie the keychain's module and koffi's for this platform alone, which the system's loader opens", async () => {
    const unpacked = await readdir(path.join(packaged, 'resources/app.asar.unpacked'), { recursive: true })
    const modules = unpacked.filter((file) => path.extname(file) !== '' && !file.includes('package.json')).sort()
    expect(modules).toEqual([
      expect.stringMatching(/^node_modules\/@koromix\/koffi-[\w-]+\/[a-z0-9]+_[a-z0-9]+\/koffi\.node$/),
      expect.stringMatching(/^node_modules\/@napi-rs\/keyring-[\w-]+\/keyring\.[\w-]+\.node$/),
    ])
  })

  test("lie Chromium's words in the languages of Postern", async () => {
    expect((await readdir(path.join(packaged, 'locales'))).sort()).toEqual(['en-GB.pak', 'en-US.pak', 'nl.pak'])
  })

  test('lies the address of updates that the build was given', async () => {
    const feed = await readFile(path.join(packaged, 'resources/app-update.yml'), 'utf8')
    expect(feed).toContain(`provider: generic\nurl: ${updateUrl}\n`)
  })
})

describe('what was packaged, under Node', () => {
  const inApp = (file: string): string => path.join(folder.path, 'app', file)
  const environment = () => ({
    ...process.env,
    POSTERN_DATA_DIR: path.join(folder.path, 'data'),
    HOME: folder.path,
    LC_ALL: 'C.UTF-8',
  })
  /** The command of the same build, which the packaged executable runs by out/main/index.js. */
  const run = async (args: readonly string[], descriptors: readonly string[] = []) => {
    const entry = inApp('out/main/postern.js')
    await copyFile(path.join(project, 'out/main/postern.js'), entry)
    return await runProgram(process.execPath, [entry, ...args], { env: environment(), descriptors })
  }

  test('finds every package that the build asks for', async () => {
    const built = files.filter((file) => /^out\/main\/.*\.js$/.test(file))
    const texts = await Promise.all(built.map((file) => readFile(inApp(file), 'utf8')))
    const asked = texts.flatMap((text) =>
      [...text.matchAll(/(?:\bfrom ?|\bimport ?\(?|\bresolve\()["'`]([^"'`]+)["'`]/g)].map(([, name]) => name!),
    )
    const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(await read('package.json'))
    const isOfPackage = (name: string): boolean =>
      Object.keys(dependencies).some((one) => name === one || name.startsWith(`${one}/`))
    const names = sorted(asked).filter(isOfPackage)
    expect(names).toEqual(expect.arrayContaining(['@napi-rs/keyring', 'bcrypt-pbkdf', 'hash-wasm', 'koffi', 'ssh2', 'pino']))
    // Packages that need Electron can be found, but not loaded, without Electron.
    const [ofElectron, others] = [
      names.filter((name) => name.startsWith('electron-')),
      names.filter((name) => !name.startsWith('electron-')),
    ]
    await writeFile(
      inApp('out/main/try.mjs'),
      `for (const name of ${JSON.stringify(ofElectron)}) import.meta.resolve(name)
       for (const name of ${JSON.stringify(others)}) await import(name)
       const { argon2id } = await import('hash-wasm')
       const options = { password: 'p', salt: 'saltsalt', iterations: 1, parallelism: 1, memorySize: 8, hashLength: 4, outputType: 'hex' }
       console.log((await argon2id(options)).length)`,
    )
    const { code, stdout, stderr } = await runProgram(process.execPath, [inApp('out/main/try.mjs')], { env: environment() })
    expect([code, stdout, stderr]).toEqual([0, '8\n', ''])
  })

  test('makes a key, adds an account and reports a server that is not there', async () => {
    const { version } = z.object({ version: z.string() }).parse(await read('package.json'))
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
    const passphrase = 'a passphrase of the package'
    expect(await run(['key', 'create', 'laptop', '--passphrase-fd', '3'], [passphrase])).toMatchObject({ code: 0 })
    const server = ['--host', '127.0.0.1', '--port', String(await freePort()), '--user', 'bob', '--identity', 'laptop']
    expect(await run(['account', 'add', 'work', ...server, '--forward', `pop3=${await freePort()}:localhost:110`])).toMatchObject({
      code: 0,
    })
    const { code, stderr } = await run(['check', 'work', '--passphrase-fd', '3'], [passphrase])
    expect([code, stderr]).toEqual([expect.not.stringMatching('0'), expect.stringContaining('127.0.0.1')])
  })
})
