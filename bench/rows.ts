import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { competitors, whenListening, type Forward } from './competitor.ts'
import type { ForwardRequest, Lab } from './lab.ts'
import type { Load } from './load.ts'
import type { Row, Sizes } from './row.ts'

const mebibyte = 1024 * 1024

/** A connected forward, and the load to put on it. */
const loadOn =
  (
    loadFor: (port: number, sizes: Sizes) => Load,
    options: { readonly request?: ForwardRequest; readonly per?: number } = {},
  ): Row['open'] =>
  async (lab, competitor, sizes) => {
    const forward = await lab.forward(competitor, options.request)
    await whenListening(forward)
    // V8 needs some seconds of work to compile the code, and an application that runs for weeks has it compiled. So the first loads are not
    // counted.
    await lab.load({ type: 'connections', port: forward.port, count: 1, atOnce: 1 })
    for (let load = 0; load < sizes.warmUpLoads; load += 1)
      await lab.load(loadFor(forward.port, { ...sizes, slowLinkMs: 2 * sizes.durationMs }))
    return {
      measure: async () => (await lab.load(loadFor(forward.port, sizes))) / (options.per ?? 1),
      close: forward.stop,
    }
  }

const download = (streams: number) =>
  loadOn((port, { durationMs }) => ({ type: 'download', kind: 'download', port, streams, durationMs, rampMs: durationMs / 5 }), {
    per: mebibyte,
  })

const downloadInTls = loadOn(
  (port, { durationMs }) => ({ type: 'download', kind: 'download', port, streams: 1, durationMs, rampMs: durationMs / 5 }),
  { request: { mailTls: true }, per: mebibyte },
)

const upload = (streams: number) =>
  loadOn((port, { durationMs }) => ({ type: 'upload', port, streams, durationMs }), { per: mebibyte })

const connections = (atOnce: number) =>
  loadOn((port, { connections: count }) => ({ type: 'connections', port, count: Math.max(count, atOnce), atOnce }))

/** 1 Gbit/s; the ramp is not counted. */
const fastNetwork = (rttMs: number) =>
  loadOn(
    (port, { slowLinkMs }) => ({
      type: 'download',
      kind: 'download',
      port,
      streams: 1,
      durationMs: slowLinkMs / 2,
      rampMs: slowLinkMs / 2,
    }),
    { request: { network: { rttMs, bitsPerSecond: 1e9 } }, per: mebibyte },
  )

/** Each measurement starts and stops a forward of its own. */
const nothingToClose = (): Promise<void> => Promise.resolve()

/** From the request for a tunnel to the first byte through it, in `unitMs`. */
const start =
  (rttMs: number, unitMs: number): Row['open'] =>
  async (lab, competitor) => {
    await Promise.resolve()
    return {
      measure: async () => {
        const forward = await lab.forward(competitor, rttMs === 0 ? {} : { network: { rttMs } })
        const { port, startedAt } = forward
        try {
          return (await lab.load({ type: 'first-byte', port, startedAt })) / unitMs
        } finally {
          await forward.stop()
        }
      },
      close: nothingToClose,
    }
  }

/** Resident memory in KiB, by proc(5). */
const residentKib = async ({ pid }: Forward): Promise<number> =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])

const heldMemory: Row['open'] = async (lab: Lab, competitor, { held }) => {
  await Promise.resolve()
  return {
    measure: async () => {
      const forward = await lab.forward(competitor)
      try {
        await whenListening(forward)
        // The code and the first buffers are loaded before the count begins.
        await lab.load({ type: 'connections', port: forward.port, count: Math.min(32, held), atOnce: 8 })
        await sleep(200)
        const before = await residentKib(forward)
        await lab.load({ type: 'hold', port: forward.port, count: held })
        await sleep(200)
        return ((await residentKib(forward)) - before) / held
      } finally {
        await lab.load({ type: 'release' })
        await forward.stop()
      }
    },
    close: nothingToClose,
  }
}

/** Only Postern asks; the connections that are held fill the kernel's tables. */
const admission: Row['open'] = async (lab, competitor, { held, connections: count }) => {
  const forward = await lab.forward(competitor)
  await whenListening(forward)
  await lab.load({ type: 'hold', port: forward.port, count: Math.ceil(2.5 * held) })
  return {
    measure: async () => {
      await lab.load({ type: 'connections', port: forward.port, count, atOnce: 8 })
      return (await forward.admission?.()) ?? Number.NaN
    },
    close: async () => {
      await lab.load({ type: 'release' })
      await forward.stop()
    },
  }
}

/** Both forwards are Postern's, so that the figure is what TLS to the mail server costs: the rate without it, over the rate with it. */
const mailTls: Row['open'] = async (lab, competitor, sizes) => {
  const [plain, secure] = [await download(1)(lab, competitor, sizes), await downloadInTls(lab, competitor, sizes)]
  return {
    measure: async () => {
      const rate = await plain.measure()
      return rate / (await secure.measure())
    },
    close: async () => {
      await plain.close()
      await secure.close()
    },
  }
}

const overSsh = competitors.filter((competitor) => competitor !== 'tcp')

export const rows: readonly Row[] = [
  {
    name: 'download',
    what: 'download, 1 stream',
    unit: 'MiB/s',
    bar: { of: 'ratio', atLeast: 1.2 },
    competitors,
    open: download(1),
  },
  {
    name: 'download-8',
    what: 'download, 8 streams',
    unit: 'MiB/s',
    bar: { of: 'ratio', atLeast: 1.2 },
    competitors,
    open: download(8),
  },
  { name: 'upload', what: 'upload, 1 stream', unit: 'MiB/s', bar: { of: 'ratio', atLeast: 0.95 }, competitors, open: upload(1) },
  { name: 'upload-8', what: 'upload, 8 streams', unit: 'MiB/s', bar: { of: 'ratio', atLeast: 1 }, competitors, open: upload(8) },
  {
    name: 'mail-tls',
    what: 'download, without TLS to the mail server over with it',
    unit: 'times',
    // At least 0.6 of the rate.
    bar: { of: 'value', atMost: 1.67 },
    competitors: ['postern'],
    open: mailTls,
  },
  {
    name: 'ping-pong',
    what: '1-byte ping-pong',
    unit: '/s',
    bar: { of: 'ratio', atLeast: 0.78 },
    competitors,
    open: loadOn((port, { pings: count }) => ({ type: 'ping-pong', port, count })),
  },
  {
    name: 'connections',
    what: 'new connections, one after another',
    unit: '/s',
    bar: { of: 'ratio', atLeast: 0.55 },
    // plink takes 40 ms for each connection.
    competitors: competitors.filter((competitor) => competitor !== 'plink'),
    open: connections(1),
  },
  {
    name: 'connections-32',
    what: 'new connections, 32 at once',
    unit: '/s',
    bar: { of: 'ratio', atLeast: 0.6 },
    competitors,
    open: connections(32),
  },
  {
    name: 'start',
    what: 'start to forwarding, RTT 0',
    unit: 'ms',
    bar: { of: 'ratio', atMost: 0.5 },
    competitors: overSsh,
    open: start(0, 1),
  },
  {
    name: 'start-100ms',
    what: 'start to forwarding, RTT 100 ms',
    unit: 'RTT',
    bar: { of: 'value', atMost: 7.5 },
    competitors: overSsh,
    mostRounds: 5,
    open: start(100, 100),
  },
  {
    name: 'memory',
    what: 'memory per held connection',
    unit: 'KiB',
    bar: { of: 'ratio', atMost: 1 },
    competitors: overSsh,
    mostRounds: 3,
    open: heldMemory,
  },
  {
    name: 'admission',
    what: 'whose a connection is, p95, 1,000 held',
    unit: 'ms',
    bar: { of: 'value', atMost: 1 },
    competitors: ['postern'],
    open: admission,
  },
  {
    name: 'gigabit-30ms',
    what: '1 Gbit/s at 30 ms, download',
    unit: 'MiB/s',
    bar: { of: 'ratio', atLeast: 1.5 },
    competitors,
    mostRounds: 3,
    open: fastNetwork(30),
  },
  {
    name: 'gigabit-200ms',
    what: '1 Gbit/s at 200 ms, download',
    unit: 'MiB/s',
    bar: { of: 'ratio', atLeast: 2 },
    competitors,
    mostRounds: 3,
    open: fastNetwork(200),
  },
  {
    name: 'compression',
    what: '1 Mbit/s, mail text, compressed',
    unit: 'KiB/s',
    bar: { of: 'ratio', atLeast: 0.95 },
    competitors,
    mostRounds: 3,
    open: loadOn(
      (port, { slowLinkMs }) => ({
        type: 'download',
        kind: 'mail',
        port,
        streams: 1,
        durationMs: slowLinkMs,
        rampMs: slowLinkMs / 4,
      }),
      { request: { network: { rttMs: 20, bitsPerSecond: 1e6 }, compression: true }, per: 1024 },
    ),
  },
]
