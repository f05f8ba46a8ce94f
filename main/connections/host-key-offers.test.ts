import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Account } from '../../contract/account.ts'
import type { Ask, Question } from '../../contract/question.ts'
import { createHostTrust } from '../known-hosts/create-host-trust.ts'
import { probeServer } from '../ssh/probe-server.ts'
import { accountAt, closed, connectionHarness } from '../testing/connection-harness.ts'
import { failureFrom } from '../testing/rejection.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { createHostKeyOffers } from './host-key-offers.ts'
import { createOpenConnection } from './open-connection.ts'

const { compose, folder, server, start } = connectionHarness()

/** The service as compose.ts builds it. The person trusts each jump host and answers with bob's password. */
const offersFor = (...accounts: readonly Account[]) => {
  const built = compose(accounts)
  const asked: string[] = []
  const ask = ((question: Question) => {
    asked.push(`${question.account} ${question.kind}`)
    return Promise.resolve(question.kind === 'host-key' ? true : { secret: 'right', remember: false })
  }) as Ask
  const openConnection = createOpenConnection(built.parts)
  return { ...built, asked, offers: createHostKeyOffers({ ...built.parts, openConnection, probeServer: probeServer, ask }) }
}

const at = (port: number): string => `[127.0.0.1]:${port}`
const fingerprint = () => server().hostKeys[0]!.fingerprint

describe('a host key that is shown', () => {
  test('comes with its picture and its verdict, without a question and without being trusted', async () => {
    const account = accountAt(server())
    const { offers, asked, knownLines } = offersFor(account)
    expect(await offers.show('work')).toEqual({
      hostKey: { host: '127.0.0.1', port: server().port, type: 'ssh-ed25519', fingerprint: fingerprint() },
      randomart: expect.stringMatching(/^\+-+\[ED25519 256\]-+\+\n/) as string,
      verdict: { verdict: 'unknown' },
      serverSoftware: expect.stringMatching(/^ssh2js/) as string,
      takesEd25519: 'yes',
    })
    expect([asked, knownLines()]).toEqual([[], []])
  })

  test('comes with the line of the person’s own file that trusts it', async () => {
    const account = accountAt(server())
    const { parts } = offersFor(account)
    const theirs = path.join(folder().path, 'their_known_hosts')
    appendFileSync(theirs, `# mine\n${server().knownHostsLines[0]!}\n`)
    const hostTrust = createHostTrust({ ownFile: path.join(folder().path, 'own'), otherFiles: [theirs] })
    const ask = (() => Promise.reject(new Error('nobody is asked'))) as Ask
    const offers = createHostKeyOffers({
      ...parts,
      hostTrust,
      probeServer: probeServer,
      ask,
      openConnection: createOpenConnection(parts),
    })
    expect(await offers.show(account.id)).toMatchObject({
      verdict: { verdict: 'trusted' },
      knownFrom: { file: theirs, line: 2, ours: false },
    })
  })

  test('is judged by the account’s pin alone where it has one', async () => {
    const [right, wrong] = [accountAt(server(), { trustedFingerprint: fingerprint() }), makeTestKey()]
    const other = accountAt(server(), { name: 'other', trustedFingerprint: wrong.fingerprint })
    const { offers, know } = offersFor(right, other)
    know(`${at(server().port)} ${server().hostKeys[0]!.publicKey}`)
    const offer = await offers.show(right.id)
    expect([offer.verdict, offer.knownFrom]).toEqual([{ verdict: 'trusted' }, undefined])
    expect((await offers.show(other.id)).verdict).toMatchObject({ verdict: 'changed', source: { kind: 'account' } })
  })

  test('is read through the account’s jump host, whose connection ends afterwards', async () => {
    const gateServer = await start()
    const gate = accountAt(gateServer, { name: 'gate' })
    const { offers, asked } = offersFor(gate, accountAt(server(), { jumpAccountId: gate.id }))
    expect((await offers.show('work')).hostKey.fingerprint).toBe(fingerprint())
    expect(asked).toEqual(['gate host-key', 'gate password'])
    expect(gateServer.requested).toEqual([`127.0.0.1:${server().port}`])
    await closed([...gateServer.sockets, ...server().sockets])
  })

  test('is missing where the jump host fails, and the failure names the jump host', async () => {
    const gateServer = await start()
    const gate = accountAt(gateServer, { name: 'gate' })
    const { offers } = offersFor(gate, accountAt(server(), { jumpAccountId: gate.id }))
    await gateServer.stop()
    const cause = { code: 'jump-host-failed', account: 'gate', cause: { code: 'connection-refused' } }
    expect(await failureFrom(offers.show('work'))).toMatchObject(cause)
  })
})

describe('a host key that was shown', () => {
  test('is remembered when it is the one that the person compared', async () => {
    const account = accountAt(server())
    const { offers, asked, knownLines, open } = offersFor(account)
    await offers.show(account.id)
    await offers.trust(account.id, fingerprint())
    expect(knownLines().map((line) => line.replace(/ postern .*Z$/, ''))).toEqual(server().knownHostsLines)
    expect(await offers.show(account.id)).toMatchObject({ verdict: { verdict: 'trusted' }, knownFrom: { line: 1, ours: true } })
    // A second call changes nothing.
    await offers.trust(account.id, fingerprint())
    expect([knownLines().length, asked]).toEqual([1, []])
    await expect(open(account)).rejects.toMatchObject({ failure: { code: 'secret-needed' } })
  })

  test('is not trusted under another fingerprint, nor before it was shown', async () => {
    const account = accountAt(server())
    const { offers, knownLines } = offersFor(account)
    const failure = { code: 'host-key-not-refused', host: '127.0.0.1', port: server().port }
    expect(await failureFrom(offers.trust(account.id, fingerprint()))).toEqual({ ...failure, fingerprint: fingerprint() })
    await offers.show(account.id)
    const other = makeTestKey().fingerprint
    expect(await failureFrom(offers.trust(account.id, other))).toEqual({ ...failure, fingerprint: other })
    expect(knownLines()).toEqual([])
  })

  test('is not trusted for another server that the account has by now', async () => {
    const [account, other] = [accountAt(server()), await start()]
    const { offers, parts, knownLines } = offersFor(account)
    await offers.show(account.id)
    await parts.accounts.edit(account.id, { port: other.port })
    expect(await failureFrom(offers.trust(account.id, fingerprint()))).toMatchObject({ code: 'host-key-not-refused' })
    expect(knownLines()).toEqual([])
  })

  test('never replaces a known one', async () => {
    const account = accountAt(server())
    const { offers, know, knownLines, parts } = offersFor(account)
    know(`${at(server().port)} ${makeTestKey().publicKey}`)
    expect((await offers.show(account.id)).verdict).toMatchObject({ verdict: 'changed' })
    const before = knownLines()
    expect(await failureFrom(offers.trust(account.id, fingerprint()))).toMatchObject({ code: 'host-key-changed' })
    expect(knownLines()).toEqual(before)
    await parts.hostTrust.replace(account, fingerprint())
    expect((await offers.show(account.id)).verdict).toEqual({ verdict: 'trusted' })
  })

  test('is not trusted where a line has revoked it since', async () => {
    const account = accountAt(server())
    const { offers, know } = offersFor(account)
    await offers.show(account.id)
    know(`@revoked * ${server().hostKeys[0]!.publicKey}`)
    expect(await failureFrom(offers.trust(account.id, fingerprint()))).toMatchObject({ code: 'host-key-revoked' })
    expect((await offers.show(account.id)).verdict).toEqual({ verdict: 'revoked' })
  })
})
