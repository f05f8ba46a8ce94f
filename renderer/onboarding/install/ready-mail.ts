/**
 * A mailto: address (RFC 6068) that opens a mail without a recipient. Lines end in CRLF, and every character that could end a field is
 * encoded.
 */
export const mailtoOf = ({ subject, body }: { readonly subject: string; readonly body: string }): string =>
  `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replace(/\r?\n/g, '\r\n'))}`
