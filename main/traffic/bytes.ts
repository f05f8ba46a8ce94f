import type { Bytes } from '../../contract/traffic.ts'

export const noBytes: Bytes = { bytesIn: 0, bytesOut: 0 }

export const addBytes = (some: Bytes, more: Bytes): Bytes => ({
  bytesIn: some.bytesIn + more.bytesIn,
  bytesOut: some.bytesOut + more.bytesOut,
})

export const isNone = ({ bytesIn, bytesOut }: Bytes): boolean => bytesIn === 0 && bytesOut === 0
