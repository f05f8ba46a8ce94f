/**
 * What the window may load, in every shell: its own files, and nothing that stands inside a page.
 *
 * SECURITY: the window draws what servers wrote. A text that is taken for markup can then still run no script, send nothing away and be put
 * in no frame.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Vite puts a small picture into the style that names it.
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
