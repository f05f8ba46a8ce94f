/** Closes an exhaustive switch: a case that is missing does not compile. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
