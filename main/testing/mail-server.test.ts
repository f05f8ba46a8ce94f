import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchMessages, sendMessage } from './mail-client.ts'
import { startMailServer, type MailServer } from './mail-server.ts'

let server: MailServer
beforeEach(async () => {
  server = await startMailServer({ user: 'alice', password: 'alices' })
})
afterEach(() => server.stop())

const access = (service: 'pop3' | 'submission', password = 'alices') => ({ port: server.ports[service], user: 'alice', password })
const message = ['Subject: dots', '', '.', '..two', 'last']

test('returns a submitted message by POP3 once, including lines that begin with a dot', async () => {
  await sendMessage(access('submission'), 'alice@localhost', message)
  expect(server.messages).toEqual([message])
  expect((await fetchMessages(access('pop3'))).messages).toEqual([message])
  expect((await fetchMessages(access('pop3'))).messages).toEqual([])
})

test('counts the bytes of the connection', async () => {
  const { bytesSent, bytesReceived } = await fetchMessages(access('pop3'))
  expect(bytesSent).toBe('USER alice\r\nPASS alices\r\nLIST\r\nQUIT\r\n'.length)
  expect(bytesReceived).toBe('+OK Postern demo ready\r\n+OK\r\n+OK logged in\r\n+OK\r\n.\r\n+OK good-bye\r\n'.length)
})

test('refuses a wrong password by submission and by POP3', async () => {
  await expect(sendMessage(access('submission', 'wrong'), 'alice@localhost', message)).rejects.toThrow('535')
  await expect(fetchMessages(access('pop3', 'wrong'))).rejects.toThrow('-ERR')
  expect(server.messages).toEqual([])
})

test('greets as an IMAP server', async () => {
  const socket = connect(server.ports.imap, '127.0.0.1').setEncoding('utf8')
  const greeting = await new Promise<string>((resolve) => socket.once('data', resolve))
  socket.destroy()
  expect(greeting).toMatch(/^\* OK .*ready\r\n$/)
})
