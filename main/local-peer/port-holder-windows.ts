import type { Endpoint } from './proc-net-tcp.ts'

/**
 * The process that listens at `wanted`, from `netstat -ano`. The word for LISTENING is translated on a Windows of another language, so
 * a listener is known by its foreign address, which has port 0.
 */
export const listeningPid = (netstat: string, wanted: Endpoint): number | undefined => {
  const own = wanted.address.includes(':') ? `[${wanted.address}]` : wanted.address
  const all = wanted.address.includes(':') ? '[::]' : '0.0.0.0'
  for (const line of netstat.split(/\r?\n/)) {
    const columns = line.trim().split(/\s+/)
    const [protocol, local, foreign] = columns
    const isListener = protocol === 'TCP' && (foreign === '0.0.0.0:0' || foreign === '[::]:0')
    if (isListener && (local === `${own}:${wanted.port}` || local === `${all}:${wanted.port}`)) {
      const pid = Number(columns.at(-1))
      return Number.isSafeInteger(pid) ? pid : undefined
    }
  }
  return undefined
}

/** The image name in the first column of `tasklist /FO CSV /NH`; undefined where it says in words that there is no such task. */
export const taskName = (tasklist: string): string | undefined => /^\s*"([^"]+)",/.exec(tasklist)?.[1]
