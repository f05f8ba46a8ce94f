import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { arch, cpus, release } from 'node:os'
import { parseArgs } from 'node:util'
import { missingComponents } from '../main/testing/components.ts'
import type { Copies } from '../main/testing/copies-in-memory.ts'
import { measureMemory, type MemoryResult } from '../main/testing/measure-memory.ts'
import { hostileHead, hostileLine, measureHostile } from './hostile.ts'
import type { HostileResult } from './hostile.ts'
import { startLab } from './lab.ts'
import { measureRow, type RowResult } from './measure-row.ts'
import { fullSizes } from './row.ts'
import { rows } from './rows.ts'
import { tableOf } from './table.ts'

/** What is compared with no other program. */
const others = ['hostile', 'secrets']
const usage = `npm run bench -- [--rows a,b] [--rounds N] [--json FILE]
Rows: ${[...rows.map(({ name }) => name), ...others].join(' ')}`

const { values } = parseArgs({
  options: { rows: { type: 'string' }, rounds: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean' } },
})
const wanted = values.rows?.split(',') ?? [...rows.map(({ name }) => name), ...others]
const unknown = wanted.filter((name) => !others.includes(name) && !rows.some((row) => row.name === name))
const rounds = Number(values.rounds ?? fullSizes.rounds)
if (values.help === true || unknown.length > 0 || !(rounds >= 1)) {
  console.log(usage)
  process.exit(values.help === true ? 0 : 2)
}
const missing = missingComponents(['sshd', 'ssh', 'ssh-keygen', 'plink', 'puttygen'])
if (missing.length > 0) {
  console.error(`not installed: ${missing.join(', ')}`)
  process.exit(2)
}

const copies = ({ raw, hex, base64 }: Copies): string => `${raw} as bytes, ${hex} in hex, ${base64} in base64`
const secretsLine = ({ when, passphrase, seed }: MemoryResult): string =>
  `  ${when.padEnd(20)} passphrase: ${copies(passphrase)} · seed of the key: ${copies(seed)}`

const results: RowResult[] = []
const compared = rows.filter(({ name }) => wanted.includes(name))
const lab = compared.length === 0 ? undefined : await startLab()
try {
  for (const row of compared) {
    if (lab === undefined) break
    const result = await measureRow(row, lab, { ...fullSizes, rounds })
    results.push(result)
    console.log(`${tableOf([result])}\n`)
  }
} finally {
  await lab?.stop()
}
let hostile: readonly HostileResult[] | undefined
if (wanted.includes('hostile')) {
  console.log(hostileHead)
  hostile = await measureHostile((result) => console.log(hostileLine(result)))
}
let secrets: readonly MemoryResult[] | undefined
if (wanted.includes('secrets')) {
  secrets = await measureMemory()
  console.log(['copies of a secret in memory', ...secrets.map(secretsLine)].join('\n'))
}
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, os: `${process.platform} ${release()} ${arch()}` }
  // ssh prints its version to standard error.
  const ssh = spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr.trim()
  await writeFile(
    values.json,
    `${JSON.stringify({ at: new Date(), machine, node: process.version, ssh, rounds, rows: results, hostile, secrets }, null, 2)}\n`,
  )
}
