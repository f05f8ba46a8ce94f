// Runs in Windows' Node: `relay.mjs FROM:TO…` passes what dials each port FROM of 127.0.0.1 on to its port TO, until it is killed.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import process from 'node:process'

for (const pair of process.argv.slice(2)) {
  const [from, to] = pair.split(':').map(Number)
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const postern = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true })
    client.pipe(postern).pipe(client)
    for (const socket of [client, postern])
      socket.on('error', () => {
        client.destroy()
        postern.destroy()
      })
  }).listen(from, '127.0.0.1')
  await once(server, 'listening')
}
process.stdout.write('serving\n')
