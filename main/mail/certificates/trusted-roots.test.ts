import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import tls from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LogEntry } from '../../../contract/log-entry.ts'
import { companyRoot } from '../../testing/test-certificates.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts'
import { pemCertificates } from './pem-certificates.ts'
import { bundleFiles, systemRoots, type SystemReader } from './system-roots.ts'
import { createTrustedRoots } from './trusted-roots.ts'
import { pemFromRegistry, windowsRootKeys } from './windows-roots.ts'

/** The lines that reg.exe of Wine prints for it: a blob with its SHA-1, and with the certificate itself. */
const registryOutput = [
  '',
  String.raw`HKEY_CURRENT_USER\SOFTWARE\Microsoft\SystemCertificates\Root\Certificates\DC45822D46120293FB2DAB2BE93D2161F990E337`,
  `    Blob    REG_BINARY    ${[
    '030000000100000014000000DC45822D46120293FB2DAB2BE93D2161F990E337200000000100000089010000308201853082',
    '012BA0030201020214556C149EF8CECBFAEBC652BEE01439178344AF24300A06082A8648CE3D040302301731153013060355',
    '04030C0C436F6D70616E7920526F6F743020170D3236313230313036323533385A180F32313236313130373036323533385A',
    '30173115301306035504030C0C436F6D70616E7920526F6F743059301306072A8648CE3D020106082A8648CE3D0301070342',
    '00040947FF81F8B7296B3F63073C499BE222E7ADBC6282D118644EEED5F172C6622E86A99402645F844FA68D123CA1C220D3',
    '431797876769D740143C66E06FEC7BADA3533051301D0603551D0E04160414A7FBDCC8411BD59E5812759A8FDEC2550B7010',
    '07301F0603551D23041830168014A7FBDCC8411BD59E5812759A8FDEC2550B701007300F0603551D130101FF040530030101',
    'FF300A06082A8648CE3D040302034800304502206299B1DC53618ED5C25150E9FF765A0FC34F464A5E976043389424D7EE6C',
    '2719022100FDC385641E02384DD84B242F9C3F6E71376C9C1B6C98C0E395F8D215204FA2FF',
  ].join('')}`,
  '',
].join('\r\n')

const missing = (file: string) => Promise.reject(new Error(`ENOENT: no such file, open '${file}'`))
const reader = (change: Partial<SystemReader>): SystemReader => ({
  platform: 'linux',
  env: {},
  readText: missing,
  run: (program) => Promise.reject(new Error(`${program} does not run here`)),
  fromRuntime: undefined,
  ...change,
})

/** The roots that this computer would have, and the warnings about them. */
const rootsOf = async (change: Partial<SystemReader>) => {
  const warnings: LogEntry[] = []
  const roots = await createTrustedRoots({ warn: (entry) => void warnings.push(entry), reader: reader(change) })()
  return { added: roots.length - tls.rootCertificates.length, hasCompany: roots.includes(companyRoot), warnings }
}

describe('certificates in PEM', () => {
  test('are found between other text, and damaged ones are left out', () => {
    const damaged = companyRoot.replace('MII', 'AAA')
    expect(pemCertificates(`# company\n${companyRoot}text\n${damaged}${companyRoot.replaceAll('\n', '\r\n')}`)).toEqual([
      companyRoot,
      companyRoot,
    ])
    expect(pemCertificates('no certificate')).toEqual([])
  })

  test('of one bundle are at most a thousand', () => {
    expect(pemCertificates(companyRoot.repeat(1001))).toHaveLength(1000)
  })
})

describe('the registry of Windows', () => {
  test('holds a certificate behind other properties', () => {
    expect(pemCertificates(pemFromRegistry(registryOutput))).toEqual([companyRoot])
  })

  test.each([
    ['a blob that ends early', registryOutput.slice(0, -20)],
    ['a blob without a certificate', '    Blob    REG_BINARY    030000000100000002000000AABB\r\n'],
    ['a length beyond the end', '    Blob    REG_BINARY    2000000001000000FFFFFFFFAABB\r\n'],
    ['no blob', 'HKEY_CURRENT_USER\\SOFTWARE\r\n'],
  ])('makes no certificate of %s', (_, output) => {
    expect(pemCertificates(pemFromRegistry(output))).toEqual([])
  })

  test('is asked by reg.exe of the system folder for each place of authorities; one that does not exist is no failure', async () => {
    const asked: string[] = []
    const { hasCompany, warnings } = await rootsOf({
      platform: 'win32',
      env: { SystemRoot: 'D:\\Windows' },
      run: (program, args) => {
        asked.push([program, ...args].join(' '))
        return args[1]?.startsWith('HKCU') === true ? Promise.resolve(registryOutput) : Promise.reject(new Error('no such key'))
      },
    })
    expect(asked).toEqual(windowsRootKeys.map((key) => `D:\\Windows\\System32\\reg.exe query ${key} /s`))
    expect({ hasCompany, warnings }).toEqual({ hasCompany: true, warnings: [] })
  })
})

describe('the authorities of a system', () => {
  test.each(bundleFiles)('are read on Linux from %s where that is its bundle', async (bundle) => {
    const readText = (file: string) => (file === bundle ? Promise.resolve(companyRoot) : missing(file))
    expect(await systemRoots(reader({ readText }))).toBe(companyRoot)
  })

  test('are read from SSL_CERT_FILE alone where it is set, as OpenSSL does', async () => {
    const read: string[] = []
    const readText = (file: string) => {
      read.push(file)
      return Promise.resolve(companyRoot)
    }
    await systemRoots(reader({ env: { SSL_CERT_FILE: '/company/ca.pem' }, readText }))
    expect(read).toEqual(['/company/ca.pem'])
  })

  test('are printed on macOS by security, which reads the keychains of the system', async () => {
    const run = (program: string, args: readonly string[]) => Promise.resolve([program, ...args].join(' '))
    expect(await systemRoots(reader({ platform: 'darwin', run }))).toBe(
      '/usr/bin/security find-certificate -a -p /Library/Keychains/System.keychain /System/Library/Keychains/SystemRootCertificates.keychain',
    )
  })

  test('come from the runtime where it has them', async () => {
    expect(await systemRoots(reader({ platform: 'win32', fromRuntime: () => [companyRoot] }))).toBe(companyRoot)
  })
})

describe('the trusted authorities', () => {
  test("are Node's own, those of NODE_EXTRA_CA_CERTS and the system's, each once", async () => {
    const readText = () => Promise.resolve(companyRoot)
    const outcome = await rootsOf({ env: { NODE_EXTRA_CA_CERTS: '/extra.pem', SSL_CERT_FILE: '/system.pem' }, readText })
    expect(outcome).toEqual({ added: 1, hasCompany: true, warnings: [] })
  })

  test("are Node's own where nothing else can be read, which is a warning for each source", async () => {
    const { added, warnings } = await rootsOf({ env: { NODE_EXTRA_CA_CERTS: '/extra.pem' } })
    expect(added).toBe(0)
    expect(warnings).toEqual([
      { name: 'authorities-not-read', source: '/extra.pem', said: "ENOENT: no such file, open '/extra.pem'" },
      { name: 'authorities-not-read', source: 'linux', said: "ENOENT: no such file, open '/etc/ssl/cert.pem'" },
    ])
  })

  test('are read once for a process', async () => {
    let reads = 0
    const readText = () => {
      reads += 1
      return Promise.resolve(companyRoot)
    }
    const roots = createTrustedRoots({ warn: () => undefined, reader: reader({ readText }) })
    expect(await roots()).toBe(await roots())
    expect(reads).toBe(1)
  })
})

describe('the file of NODE_EXTRA_CA_CERTS on this computer', () => {
  let temporary: TemporaryFolder
  beforeEach(async () => {
    temporary = await makeTemporaryFolder('roots')
  })
  afterEach(async () => {
    delete process.env['NODE_EXTRA_CA_CERTS']
    await temporary.remove()
  })
  const extra = async (file: string) => {
    process.env['NODE_EXTRA_CA_CERTS'] = file
    const warnings: LogEntry[] = []
    const roots = await createTrustedRoots({ warn: (entry) => void warnings.push(entry) })()
    return {
      hasCompany: roots.includes(companyRoot),
      warnings: warnings.filter((entry) => 'source' in entry && entry.source === file),
    }
  }

  test('is read', async () => {
    const file = path.join(temporary.path, 'extra.pem')
    await writeFile(file, companyRoot)
    expect(await extra(file)).toEqual({ hasCompany: true, warnings: [] })
  })

  test('is a warning where it is a folder, or larger than 8 MiB', async () => {
    expect((await extra(temporary.path)).warnings).toHaveLength(1)
    const file = path.join(temporary.path, 'large.pem')
    await writeFile(file, companyRoot + ' '.repeat(8 * 1024 * 1024))
    const { hasCompany, warnings } = await extra(file)
    expect(hasCompany).toBe(false)
    expect(warnings).toHaveLength(1)
  })
})
