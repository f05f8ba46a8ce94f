// Runs in Windows' Node: sends requests to the pipe of the running Postern, with its token, without one, and with a wrong one, and prints
// the answers.
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import process from 'node:process'

const folder = path.join(process.env['APPDATA'], 'Postern', 'run')
const [name] = readdirSync(folder).filter((one) => one.endsWith('.json'))
const { address, token } = JSON.parse(readFileSync(path.join(folder, name), 'utf8'))

const answerTo = async (line) => {
  const socket = connect(address)
  socket.write(`${JSON.stringify(line)}\n`)
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk
  return answer
}
const asked = { request: 'status' }
const withToken = JSON.parse(await answerTo({ token, asked })).ok === true ? 'an answer' : 'none'
const withoutToken = await answerTo({ asked })
const withWrongToken = await answerTo({ token: 'f'.repeat(token.length), asked })
process.stdout.write(JSON.stringify({ withToken, withoutToken, withWrongToken }))
