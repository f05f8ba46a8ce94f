/** Brings the focus to the first field of the form that is wrong, once the page marks it, and what hid it is open. */
export const focusFirstWrong = (): void => {
  requestAnimationFrame(() => requestAnimationFrame(focusWrong))
}

const focusWrong = (): void => {
  const wrong = document.querySelector('form [data-invalid]')
  const control = wrong?.matches('input, textarea') === true ? wrong : wrong?.querySelector('input, textarea, button')
  if (control instanceof HTMLElement) control.focus()
}
