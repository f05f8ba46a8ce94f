import type { Page } from '@playwright/test'
import { writtenForms } from '../../main/testing/process-secrets.ts'

/** Where in the page one of the secrets stands: its text, its fields, its address, and what it keeps in the browser. */
export const placesWith = (page: Page, secrets: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(
    (forms) => {
      // React writes what is typed into a large field between its tags, too.
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
