import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Writes a hosts file (hosts(5)) under `folder` with `hosts` and the machine's other names. Returns the mounts for the server's namespace.
 */
export const writeHostsFile = async (
  folder: string,
  hosts: Readonly<Record<string, string>>,
): Promise<readonly [from: string, to: string]> => {
  const isOurs = (name: string): boolean => Object.hasOwn(hosts, name)
  const others = (await readFile('/etc/hosts', 'utf8')).split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    const kept = names.filter((name) => !isOurs(name))
    return kept.length === 0 ? [] : [[address, ...kept].join(' ')]
  })
  const ours = Object.entries(hosts).map(([name, address]) => `${address} ${name}`)
  const file = path.join(folder, 'hosts')
  await writeFile(file, `${[...ours, ...others].join('\n')}\n`)
  return [file, '/etc/hosts']
}
