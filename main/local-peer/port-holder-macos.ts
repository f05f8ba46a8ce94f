import type { Program } from '../../contract/failure.ts'

/** The first process of `lsof -Fpc`: a line `p123` with its pid, then a line `cnginx` with its name. */
export const lsofHolder = (output: string): Program | undefined => {
  const lines = output.split('\n')
  const pid = lines.find((line) => line.startsWith('p'))?.slice(1)
  const name = lines.find((line) => line.startsWith('c'))?.slice(1)
  return pid === undefined ? undefined : { name, pid: Number(pid) }
}
