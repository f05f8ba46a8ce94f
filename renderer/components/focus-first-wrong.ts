/** Moves the focus to the first wrong field of the form, after the page has marked the field and opened the disclosure around it. */
export const focusFirstWrong = (): void => {
  requestAnimationFrame(() => requestAnimationFrame(focusWrong))
}

const focusWrong = (): void => {
  const wrong = document.querySelector('form [data-invalid]')
  const control = wrong?.matches('input, textarea') === true ? wrong : wrong?.querySelector('input, textarea, button')
  if (control instanceof HTMLElement) control.focus()
}
