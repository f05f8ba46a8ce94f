import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { onTestFinished } from 'vitest'

/** A rendered hook. */
export interface RenderedHook<Input, Result> {
  /** The last result of the hook. */
  readonly result: () => Result
  /** Renders it again with another input. */
  readonly render: (input: Input) => void
  readonly unmount: () => void
}

/** Makes a change, and waits until React has drawn its immediate effects. */
export const drawn = async (change: () => void): Promise<void> =>
  await act(() => {
    change()
    return Promise.resolve()
  })

/** Renders a hook in a component of its own, in a test in jsdom, until the test has ended. */
export const renderHook = <Input, Result>(hook: (input: Input) => Result, input: NoInfer<Input>): RenderedHook<Input, Result> => {
  // With this flag React checks that a test waits for each change of state.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const root = createRoot(document.createElement('div'))
  const seen: Result[] = []
  const Probe = ({ input }: { readonly input: Input }) => {
    seen.push(hook(input))
    return null
  }
  const render = (input: Input): void => act(() => root.render(createElement(Probe, { input })))
  const unmount = (): void => act(() => root.unmount())
  render(input)
  onTestFinished(unmount)
  return { result: () => seen[seen.length - 1]!, render, unmount }
}
