/** Puts the focus on the first field of a form that is marked as wrong. */
export const focusFirstWrong = (form: Element | null): void => {
  const wrong = form?.querySelector('[data-invalid]')
  const control = wrong?.matches('input, textarea') === true ? wrong : wrong?.querySelector('input, textarea, button')
  if (control instanceof HTMLElement) control.focus()
}
