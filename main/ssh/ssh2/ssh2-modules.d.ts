/** The algorithms that ssh2 1.17 supports with the crypto of this runtime: it asks Node for its ciphers, hashes and curves. */
declare module 'ssh2/lib/protocol/constants.js' {
  const constants: Readonly<
    Record<'SUPPORTED_KEX' | 'SUPPORTED_SERVER_HOST_KEY' | 'SUPPORTED_CIPHER' | 'SUPPORTED_MAC', readonly string[]>
  >
  export default constants
}

/** The ciphers of ssh2 1.17. */
declare module 'ssh2/lib/protocol/crypto.js' {
  const crypto: {
    readonly CIPHER_INFO: Readonly<Record<string, object>>
    readonly createCipher: (config: { readonly outbound: object }) => object
    readonly createDecipher: (config: { readonly inbound: object }) => object
  }
  export default crypto
}
