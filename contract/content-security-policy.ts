/**
 * The content that the window may load, in every shell: its own files, and nothing that is written inside a page.
 *
 * SECURITY: the window shows texts of servers. Even if such a text were read as markup, it could run no script and send nothing away, and no
 * page can put the window into a frame.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Vite embeds a small picture in the style sheet.
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
