// Lends the old Electron of `npm run e2e:electron` what its Node 12 lacks for Postern's SSH engine, so that the window can be walked through
// in a real Electron at all: X25519 (RFC 7748) in plain BigInt, Ed25519 keys as JWK (RFC 8037), `sign` with a callback, `node:` in the source
// of a worker, and packages found beside the working directory (in a worker, those of an archive as well). It is loaded before the application, which knows nothing of it.
//
// SECURITY: for tests alone; none of this arithmetic takes constant time.
'use strict'
const { Buffer } = require('buffer')
const { setImmediate } = require('timers')
const crypto = require('crypto'),
  path = require('path'),
  Module = require('module'),
  threads = require('worker_threads')
process.env.NODE_PATH = path.join(process.cwd(), 'node_modules')
Module._initPaths()
const { Worker } = threads
threads.Worker = class extends Worker {
  constructor(source, options = {}) {
    const { packagePath } = options.workerData || {}
    // Threads read Electron's archives since Electron 17 (electron/electron#33216): a packaged Postern finds its packages here, too.
    if (packagePath) options.workerData.packagePath = packagePath.replace(/^.*\bapp\.asar\b/, process.cwd())
    super(options.eval ? source.replace(/(['"])node:/g, '$1') : source, options)
  }
}

const P = 2n ** 255n - 19n
const little = (b) => BigInt('0x' + Buffer.from(b).reverse().toString('hex'))
const bytes = (n) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse()
const mod = (n) => ((n % P) + P) % P
const pow = (b, e) => {
  let r = 1n
  for (b = mod(b); e > 0n; e >>= 1n, b = (b * b) % P) if (e & 1n) r = (r * b) % P
  return r
}
const x25519 = (scalar, point) => {
  const k = Buffer.from(scalar)
  k[0] &= 248
  k[31] = (k[31] & 127) | 64
  const u = Buffer.from(point)
  u[31] &= 127
  const n = little(k),
    x1 = little(u)
  let [x2, z2, x3, z3] = [1n, 0n, x1, 1n]
  for (let t = 254n; t >= 0n; t--) {
    const bit = (n >> t) & 1n
    if (bit) [x2, z2, x3, z3] = [x3, z3, x2, z2]
    const a = mod(x2 + z2),
      aa = mod(a * a),
      b = mod(x2 - z2),
      bb = mod(b * b),
      e = mod(aa - bb),
      c = mod(x3 + z3),
      d = mod(x3 - z3),
      da = mod(d * a),
      cb = mod(c * b)
    x3 = mod((da + cb) ** 2n)
    z3 = mod(x1 * mod((da - cb) ** 2n))
    x2 = mod(aa * bb)
    z2 = mod(e * (aa + 121665n * e))
    if (bit) [x2, z2, x3, z3] = [x3, z3, x2, z2]
  }
  return bytes(mod(x2 * pow(z2, P - 2n)))
}
const head = Buffer.from('302a300506032b656e032100', 'hex')
const publicOf = (raw) => ({ x25519: raw, asymmetricKeyType: 'x25519', export: () => Buffer.concat([head, raw]) })
const pair0 = crypto.generateKeyPairSync
crypto.generateKeyPairSync = (type, ...a) => {
  if (type !== 'x25519') return pair0(type, ...a)
  const raw = crypto.randomBytes(32),
    base = Buffer.alloc(32)
  base[0] = 9
  return { privateKey: { x25519: raw }, publicKey: publicOf(x25519(raw, base)) }
}
const public0 = crypto.createPublicKey
crypto.createPublicKey = (key, ...a) => {
  const der = key && key.key
  if (!Buffer.isBuffer(der) || der.indexOf(head.slice(4, 9)) === -1) return public0(key, ...a)
  // ssh2's writer gives its whole buffer, longer than what is written
  const at = der.indexOf(Buffer.from('2b656e', 'hex')) + 3
  return publicOf(der.slice(der.indexOf(0x00, at) + 1).slice(0, 32))
}
crypto.diffieHellman = ({ privateKey, publicKey }) => x25519(privateKey.x25519, publicKey.x25519)
// An Ed25519 key as JWK (RFC 8037), by way of PKCS #8
const private0 = crypto.createPrivateKey
crypto.createPrivateKey = (key, ...a) => {
  if (!key || key.format !== 'jwk' || key.key.crv !== 'Ed25519') return private0(key, ...a)
  const seed = Buffer.from(key.key.d.replace(/-/g, '+').replace(/_/g, '/'), 'base64')
  return private0({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  })
}
const url64 = (b) => b.toString('base64').replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const K = Object.getPrototypeOf(
  crypto.createPublicKey(
    crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }),
  ),
)
for (let proto = K; proto && proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
  if (!Object.prototype.hasOwnProperty.call(proto, 'export')) continue
  const export0 = proto.export
  proto.export = function (o) {
    return o && o.format === 'jwk'
      ? { kty: 'OKP', crv: 'Ed25519', x: url64(export0.call(this, { type: 'spki', format: 'der' }).slice(-32)) }
      : export0.call(this, o)
  }
}
const sign0 = crypto.sign
crypto.sign = (digest, data, key, done) => {
  if (!done) return sign0(digest, data, key)
  try {
    const made = sign0(digest, data, key)
    setImmediate(() => done(null, made))
  } catch (error) {
    setImmediate(() => done(error))
  }
}
