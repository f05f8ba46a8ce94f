import type { IpcNetConnectOpts, TcpNetConnectOpts } from 'node:net'

/** The address of an X server. */
export interface XDisplay {
  readonly number: string
  readonly address: IpcNetConnectOpts | TcpNetConnectOpts
}

/** Reads DISPLAY, by X(7) "Display names": `host:number.screen`, without a host or with `unix` for this computer. */
export const xDisplay = (display: string): XDisplay | undefined => {
  const [, host = '', number = ''] = /^(?:[^:]*\/)?([^:/]*):(\d{1,4})(?:\.\d+)?$/.exec(display) ?? []
  if (number === '') return undefined
  return {
    number,
    address: host === '' || host === 'unix' ? { path: `/tmp/.X11-unix/X${number}` } : { host, port: 6000 + Number(number) },
  }
}

const cookieName = 'MIT-MAGIC-COOKIE-1'

/** The cookie for a display, from an authority file (Xsecurity(7), Xau.h). Its numbers have two bytes, the higher first. */
export const xCookie = (file: Buffer, displayNumber: string): Buffer | undefined => {
  let at = 0
  const counted = (): Buffer => {
    const length = file.readUInt16BE(at)
    const field = file.subarray(at + 2, at + 2 + length)
    at += 2 + length
    return field
  }
  while (at + 2 < file.length) {
    at += 2 // the family of the address
    const [, number, name, data] = [counted(), counted(), counted(), counted()]
    if (String(name) === cookieName && ['', displayNumber].includes(String(number))) return data
  }
  return undefined
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])

/** The first message of a connection (X Window System Protocol, "Connection setup"), with the lower byte of each number first. */
export const setupRequest = (cookie: Buffer | undefined): Buffer => {
  const name = Buffer.from(cookie === undefined ? '' : cookieName)
  const data = cookie ?? Buffer.alloc(0)
  const head = Buffer.alloc(12)
  head.write('l', 0, 'latin1')
  head.writeUInt16LE(11, 2)
  head.writeUInt16LE(name.length, 6)
  head.writeUInt16LE(data.length, 8)
  return Buffer.concat([head, padded(name), padded(data)])
}

/** InternAtom with only-if-exists: a selection whose atom does not exist has no owner. */
export const internAtomRequest = (name: string): Buffer => {
  const text = padded(Buffer.from(name, 'latin1'))
  const head = Buffer.from([16, 1, 0, 0, 0, 0, 0, 0])
  head.writeUInt16LE(2 + text.length / 4, 2)
  head.writeUInt16LE(name.length, 4)
  return Buffer.concat([head, text])
}

export const selectionOwnerRequest = (atom: number): Buffer => {
  const request = Buffer.from([23, 0, 2, 0, 0, 0, 0, 0])
  request.writeUInt32LE(atom, 4)
  return request
}
