import type { Duplex } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { MailServerFacts } from '../../contract/mail-tls.ts'
import type { MailPreset } from './presets.ts'
import { readUntil } from './read-until.ts'
import { capabilityQuestions, factsOfAnswer, factsOfGreeting, isWholeAnswer } from './server-facts.ts'

/** SECURITY: bytes that Postern reads of an answer; a server that lists more tells nothing that Postern uses. */
const limit = 8192
const farewellMs = 1000

/**
 * Asks a mail server that has greeted in plain text which log-ins and which encryption it offers, unless its greeting said it already. Sends
 * no name and no password. Resolves to undefined where no whole answer comes within `timeoutMs`; never rejects.
 */
export const askFacts = async (
  stream: Duplex,
  {
    protocol,
    greeting,
    timeoutMs,
  }: { readonly protocol: MailPreset['protocol']; readonly greeting: string; readonly timeoutMs: number },
): Promise<MailServerFacts | undefined> => {
  const told = factsOfGreeting(protocol, greeting)
  if (told !== undefined) return told
  // SMTP servers refuse a client that sends before the whole greeting, or more behind an EHLO (RFC 2920 section 3.1), so nothing else is sent with it.
  stream.write(capabilityQuestions[protocol].question)
  const isWhole = (text: string): boolean => isWholeAnswer(protocol, text)
  try {
    const { bytes, ended } = await readUntil(stream, { isWhole, limit, timeoutMs })
    return ended === 'whole' ? factsOfAnswer(protocol, bytes.toString('latin1')) : undefined
  } catch {
    return undefined
  }
}

/** Sends the command that leaves and the end of file, and waits a second at most until both are on their way. Never rejects. */
export const leave = async (stream: Duplex, protocol: MailPreset['protocol']): Promise<void> => {
  stream.end(capabilityQuestions[protocol].farewell)
  await finished(stream, { readable: false, signal: AbortSignal.timeout(farewellMs) }).catch(() => undefined)
}
