// Runs in Windows' Node: `agent-pipe.mjs PIPE PORT` connects the named pipe to a port of 127.0.0.1, until it is killed.
import { connect, createServer } from 'node:net'
import process from 'node:process'

const [pipe, port] = process.argv.slice(2)
createServer((asker) => {
  const agent = connect(Number(port), '127.0.0.1')
  asker.pipe(agent).pipe(asker)
  for (const socket of [asker, agent])
    socket.on('error', () => {
      asker.destroy()
      agent.destroy()
    })
}).listen(pipe, () => process.stdout.write('serving\n'))
