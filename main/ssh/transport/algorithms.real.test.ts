import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connectOptions } from '../../testing/connect-options.ts'
import { describeWith } from '../../testing/components.ts'
import { freePort } from '../../testing/free-port.ts'
import { runProgram } from '../../testing/run-program.ts'
import { connect } from '../connect.ts'
import type { ConnectOptions } from '../connection.ts'

describeWith(['ssh-audit'], 'ssh-audit', () => {
  /** Runs ssh-audit as a server, connects to it with Postern, and returns its report. */
  const audit = async (change: Partial<ConnectOptions>): Promise<string> => {
    const port = await freePort()
    const report = runProgram('ssh-audit', ['-n', '-c', '-p', String(port)])
    const isDone = report.then(() => true)
    // ssh-audit prints nothing when it begins to listen, and serves one client alone, so no probe may come first.
    while (!(await Promise.race([isDone, sleep(200, false)])))
      await connect(connectOptions(port, { ...change, connectTimeoutMs: 2000 })).catch(() => undefined)
    return (await report).stdout
  }

  // ssh2-facts 5: ssh2's defaults score 7 failures.
  test('finds no failure in what Postern offers, with compression and without', async () => {
    for (const compression of [false, true]) {
      const report = await audit({ compression })
      expect(report).toContain('curve25519-sha256')
      expect(report).toContain('aes128-gcm@openssh.com')
      expect(report.match(/\[fail\].*/g) ?? []).toEqual([])
    }
  })
})
