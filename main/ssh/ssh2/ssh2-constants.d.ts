/** What ssh2 1.17 can do with the crypto of this runtime: it asks Node which ciphers, hashes and curves there are. */
declare module 'ssh2/lib/protocol/constants.js' {
  const constants: Readonly<
    Record<'SUPPORTED_KEX' | 'SUPPORTED_SERVER_HOST_KEY' | 'SUPPORTED_MAC', readonly string[]> & {
      /** Ours to add to: see add-chacha.ts. */
      readonly SUPPORTED_CIPHER: string[]
    }
  >
  export default constants
}
