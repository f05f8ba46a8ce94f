/** The command that prints a certificate's fingerprint where its file is. */
export const certificateCommand = 'openssl x509 -noout -fingerprint -sha256 -in certificate.pem'
