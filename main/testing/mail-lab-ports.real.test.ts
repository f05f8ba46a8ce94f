import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailServicePorts } from '../../contract/local-forward.ts'
import { readUntil } from '../mail/read-until.ts'
import { connect } from '../ssh/connect.ts'
import type { Connection } from '../ssh/connection.ts'
import { describeWith } from './components.ts'
import { connectOptions } from './connect-options.ts'
import { labMailHost, mailLabComponents, startMailLab, type MailLab } from './mail-lab.ts'
import { failureFrom } from './rejection.ts'

describeWith(mailLabComponents, 'a mail lab with standard ports', () => {
  let lab: MailLab
  let connection: Connection
  beforeAll(async () => {
    const users = [{ name: 'bob', password: 'bob-password', bareHome: true }]
    lab = await startMailLab({ standardPorts: true, sshd: { users } })
    connection = await connect(connectOptions(lab.sshd.port))
  })
  afterAll(async () => {
    await connection.end()
    await lab.stop()
  })

  const greeting = async (host: string, port: number): Promise<string> => {
    const channel = await connection.openChannel({ host, port })
    const { bytes } = await readUntil(channel, { isWhole: (text) => text.includes('\n'), limit: 100, timeoutMs: 5000 })
    channel.destroy()
    return bytes.toString('latin1')
  }

  test('is localhost and popserver for its SSH server', async () => {
    expect(lab.ports).toBe(mailServicePorts)
    expect(await greeting('localhost', 110)).toMatch(/^\+OK/)
    expect(await greeting(labMailHost, 143)).toMatch(/^\* OK/)
    expect(await greeting(labMailHost, 25)).toMatch(/^220 /)
    expect(await greeting('localhost', 587)).toMatch(/^220 /)
    for (const port of [993, 995, 465]) (await connection.openChannel({ host: 'localhost', port })).destroy()
  })

  test('does not change the machine’s own names and ports', async () => {
    expect(await readFile('/etc/hosts', 'utf8')).not.toContain(lab.host)
    expect(await failureFrom(connection.openChannel({ host: '127.0.0.1', port: 143 }))).toMatchObject({
      code: 'mail-server-refused',
    })
  })

  test('accepts a password from a person with an empty home', async () => {
    const home = path.join(lab.sshd.folder, 'home/bob')
    expect(connection.facts.authenticatedBy).toBe('password')
    expect(existsSync(path.join(home, '.ssh'))).toBe(false)
    const made = 'umask 077; mkdir .ssh && echo "$HOME" > .ssh/proof && cat .ssh/proof'
    expect(Buffer.from((await connection.execute(made)).stdout).toString()).toBe(`${home}\n`)
  })
})
