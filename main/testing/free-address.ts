import { randomInt } from 'node:crypto'
import { canBind } from './free-port.ts'

/** If so many random addresses fail, a program has one of the ports on every address. */
const tries = 30

/** Returns a loopback address of Linux's 127.0.0.0/8 on which all of `ports` are free. Ports below 1024 need root. */
export const freeAddress = async (ports: readonly number[]): Promise<string> => {
  for (let attempt = 0; attempt < tries; attempt++) {
    const address = `127.77.${randomInt(256)}.${randomInt(1, 255)}`
    const free = await Promise.all(ports.map((port) => canBind(port, address)))
    if (free.every(Boolean)) return address
  }
  throw new Error(`no loopback address has the ports ${ports.join(', ')} free`)
}
