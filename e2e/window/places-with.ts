import type { Page } from '@playwright/test'
import { writtenForms } from '../../main/testing/process-secrets.ts'

/** The places of the page that contain one of the secrets: its text, its fields, its address, and its storage in the browser. */
export const placesWith = (page: Page, secrets: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(
    (forms) => {
      // React also writes the typed text of a textarea between its tags.
      const shown = document.documentElement.cloneNode(true) as HTMLElement
      for (const field of shown.querySelectorAll('textarea')) field.textContent = ''
      const inputs = [...document.querySelectorAll('input, textarea')]
        .map((field) => (field as HTMLInputElement | HTMLTextAreaElement).value)
        .join('\n')
      const kept = JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, history.state])
      const places = { page: shown.outerHTML, fields: inputs, kept, address: location.href }
      return Object.entries(places).flatMap(([name, text]) => (forms.some((form) => text.includes(form)) ? [name] : []))
    },
    secrets.flatMap((secret) => writtenForms(secret)),
  )
